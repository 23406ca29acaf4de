import Foundation

/// A small file as a tar has it (POSIX ustar): what is put in front of a context that `git archive` wrote.
enum TarEntry {
    /// - Parameter name: at most 100 plain bytes.
    static func file(_ name: String, _ contents: [UInt8], mode: Int = 0o400) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at place: Int) { header.replaceSubrange(place..<(place + text.utf8.count), with: text.utf8) }
        func octal(_ number: Int, _ digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: digits - text.count) + text
        }
        put(name, at: 0)
        put(octal(mode, 7), at: 100)
        put(octal(0, 7), at: 108)
        put(octal(0, 7), at: 116)
        put(octal(contents.count, 11), at: 124)
        put(octal(0, 11), at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put(octal(header.reduce(0) { $0 + Int($1) }, 6), at: 148)
        header[154] = 0
        return header + contents + [UInt8](repeating: 0, count: (512 - contents.count % 512) % 512)
    }

    /// Writes a tar with these in front of another, which stays as it is. Nobody but its owner reads it.
    static func prepend(_ entries: [[UInt8]], to tar: String, as path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw CocoaError(.fileWriteUnknown)
        }
        let (from, to) = (try FileHandle(forReadingFrom: URL(fileURLWithPath: tar)), try FileHandle(forWritingTo: URL(fileURLWithPath: path)))
        defer { for handle in [from, to] { try? handle.close() } }
        for entry in entries { try to.write(contentsOf: entry) }
        while let chunk = try from.read(upToCount: 1 << 20), !chunk.isEmpty { try to.write(contentsOf: chunk) }
    }
}
