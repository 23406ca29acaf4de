import Foundation
import Glibc

/// A folder that an archive is unpacked into, and nothing beside it: names lead down, and no symbolic link is ever followed.
final class SourceFolder {
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    private let root: Int32
    private var file: Int32 = -1

    init(_ path: String) throws {
        root = open(path, O_DIRECTORY | O_RDONLY | O_CLOEXEC)
        guard root >= 0 else { throw Refused(description: "\(path) can't be opened: \(String(cString: strerror(errno)))") }
    }

    deinit {
        endFile()
        close(root)
    }

    func add(_ entry: TarReader.Entry) throws {
        endFile()
        let parts = entry.path.split(separator: "/").map(String.init)
        guard !entry.path.contains("\0"), !parts.contains(".."), !parts.contains(".") || parts == ["."] else {
            throw Refused(description: "the archive has the name \(entry.path)")
        }
        guard let name = parts.last, name != "." else { return }
        let folder = try descend(parts.dropLast())
        defer { close(folder) }
        switch entry.kind {
        case .folder:
            guard mkdirat(folder, name, 0o755) == 0 || errno == EEXIST else { throw trouble(entry) }
        case .link(let target):
            guard symlinkat(target, folder, name) == 0 else { throw trouble(entry) }
        case .file:
            file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(entry.mode))
            guard file >= 0, fchmod(file, mode_t(entry.mode)) == 0 else { throw trouble(entry) }
        }
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Refused(description: "a file can't be written: \(String(cString: strerror(errno)))") }
            rest = rest.dropFirst(written)
        }
    }

    func endFile() {
        if file >= 0 { close(file) }
        file = -1
    }

    private func descend(_ parts: ArraySlice<String>) throws -> Int32 {
        var folder = dup(root)
        for part in parts {
            if mkdirat(folder, part, 0o755) != 0, errno != EEXIST {
                close(folder)
                throw Refused(description: "the folder \(part) can't be made: \(String(cString: strerror(errno)))")
            }
            let next = openat(folder, part, O_DIRECTORY | O_NOFOLLOW | O_RDONLY | O_CLOEXEC)
            close(folder)
            guard next >= 0 else { throw Refused(description: "\(part) is no folder: \(String(cString: strerror(errno)))") }
            folder = next
        }
        return folder
    }

    private func trouble(_ entry: TarReader.Entry) -> Refused { Refused(description: "\(entry.path) can't be made: \(String(cString: strerror(errno)))") }
}
