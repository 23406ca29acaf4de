import Foundation

/// Where the bytes of a request's body come from, on the loop's thread.
enum Upload {
    enum Read {
        case count(Int)
        case later
        case failed
    }

    case none
    case bytes([UInt8], at: Int)
    case file(descriptor: Int32, size: Int64)
    case stream(HTTPUpload)

    init(_ body: HTTPBody) throws(HTTPError) {
        switch body {
        case .none: self = .none
        case .bytes(let bytes): self = .bytes(bytes, at: 0)
        case .stream(let upload): self = .stream(upload)
        case .file(let path):
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            var facts = stat()
            guard descriptor >= 0, fstat(descriptor, &facts) == 0 else {
                let reason = String(cString: strerror(errno))
                if descriptor >= 0 { Foundation.close(descriptor) }
                throw HTTPError(.invalidRequest, "the file to send cannot be read: \(reason)")
            }
            self = .file(descriptor: descriptor, size: Int64(facts.st_size))
        }
    }

    /// nil: unknown, sent in chunks.
    var size: Int64? {
        switch self {
        case .none: 0
        case .bytes(let bytes, _): Int64(bytes.count)
        case .file(_, let size): size
        case .stream: nil
        }
    }

    mutating func read(into room: UnsafeMutableRawBufferPointer, orWake wake: @escaping @Sendable () -> Void) -> Read {
        switch self {
        case .none: return .count(0)
        case .bytes(let bytes, let place):
            let part = bytes[place...].prefix(room.count)
            room.copyBytes(from: part)
            self = .bytes(bytes, at: place + part.count)
            return .count(part.count)
        case .file(let descriptor, _):
            let count = Foundation.read(descriptor, room.baseAddress, room.count)
            return count < 0 ? .failed : .count(count)
        case .stream(let upload):
            switch upload.pull(atMost: room.count, orWake: wake) {
            case .bytes(let bytes):
                room.copyBytes(from: bytes)
                return .count(bytes.count)
            case .later: return .later
            case .end: return .count(0)
            case .failed: return .failed
            }
        }
    }

    /// libcurl starts over when a kept connection was dead.
    mutating func rewind(to offset: Int) -> Bool {
        switch self {
        case .none: return true
        case .bytes(let bytes, _):
            self = .bytes(bytes, at: min(offset, bytes.count))
            return true
        case .file(let descriptor, _): return lseek(descriptor, off_t(offset), SEEK_SET) >= 0
        case .stream: return false
        }
    }

    mutating func close() {
        switch self {
        case .file(let descriptor, _): Foundation.close(descriptor)
        case .stream(let upload): upload.close()
        case .none, .bytes: break
        }
        self = .none
    }
}
