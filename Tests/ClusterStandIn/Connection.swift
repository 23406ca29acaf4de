import Core
import Foundation
import Synchronization

/// The server's end of a connection. One thread reads and writes; others may only shut or silence it.
final class Connection: Sendable {
    struct Ended: Error {}

    let number: Int
    private let peer: Int32
    private let isShut = Mutex(false)
    private let silenced = Atomic(false)
    private let buffer = Mutex<[UInt8]>([])

    init(_ peer: Int32, number: Int) {
        self.peer = peer
        self.number = number
        var yes: Int32 = 1
        setsockopt(peer, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    var isSilent: Bool { silenced.load(ordering: .relaxed) }

    func shut() { isShut.withLock { if !$0 { shutdown(peer, Int32(SHUT_RDWR)) } } }

    func end() {
        isShut.withLock { isShut in
            isShut = true
            close(peer)
        }
    }

    /// The kernel drops whatever comes, acknowledging nothing: a socket filter that lets zero bytes through.
    func silence() {
        struct Instruction {
            var code: UInt16 = 6  // BPF_RET | BPF_K
            var (jt, jf): (UInt8, UInt8) = (0, 0)
            var k: UInt32 = 0
        }
        struct Program {
            var length: UInt16 = 1
            var instructions: UnsafeMutablePointer<Instruction>
        }
        silenced.store(true, ordering: .relaxed)
        var instruction = Instruction()
        withUnsafeMutablePointer(to: &instruction) { pointer in
            var program = Program(instructions: pointer)
            setsockopt(peer, SOL_SOCKET, 26 /* SO_ATTACH_FILTER */, &program, socklen_t(MemoryLayout<Program>.size))
        }
    }

    /// The next request; nil when the other side has closed.
    func request() throws -> IncomingRequest? {
        var bytes = buffer.withLock { $0 }
        let marker = Array("\r\n\r\n".utf8)
        var searched = 0
        while true {
            if let end = bytes[max(0, searched - 3)...].firstRange(of: marker) {
                var request = IncomingRequest(head: String(decoding: bytes[..<end.lowerBound], as: UTF8.self))
                bytes.removeFirst(end.upperBound)
                while bytes.count < request.length {
                    guard let more = read() else { return nil }
                    bytes += more
                }
                request.body = Array(bytes.prefix(request.length))
                let rest = Array(bytes.dropFirst(request.length))
                buffer.withLock { $0 = rest }
                return request
            }
            searched = bytes.count
            guard let more = read() else { return nil }
            bytes += more
        }
    }

    private func read() -> [UInt8]? {
        var room = [UInt8](repeating: 0, count: 64 << 10)
        let count = Foundation.read(peer, &room, room.count)
        return count > 0 ? Array(room.prefix(count)) : nil
    }

    /// Whether the other side has closed, or sent something it should not have.
    func isOver() -> Bool {
        var byte: UInt8 = 0
        let count = recv(peer, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        return count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK)
    }

    func write(_ bytes: [UInt8]) throws {
        guard !isSilent else { throw Ended() }
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { send(peer, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Ended() }
            sent += count
        }
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }
}

struct IncomingRequest {
    let method: String
    let path: String
    let query: [String: String]
    let headers: [String: String]
    var body: [UInt8] = []

    init(head: String) {
        let lines = head.split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        method = words.first.map(String.init) ?? ""
        let target = (words.count > 1 ? words[1] : "/").split(separator: "?", maxSplits: 1)
        path = target.first.map { String($0).removingPercentEncoding ?? "" } ?? "/"
        var query: [String: String] = [:]
        for pair in target.count > 1 ? target[1].split(separator: "&") : [] {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query[String(sides[0])] = sides.count > 1 ? String(sides[1]).replacing("+", with: " ").removingPercentEncoding ?? "" : ""
        }
        self.query = query
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        self.headers = headers
    }

    var length: Int { headers["content-length"].flatMap { Int($0) } ?? 0 }
    var wantsClose: Bool { headers["connection"]?.lowercased() == "close" }
}
