package import Core
import Foundation

/// A key on disk: raw bytes as lower-case hex and a newline.
package enum KeyFile {
    /// Reads a key of exactly `count` bytes. A private key that everyone on the machine can read is refused:
    /// it is no longer a secret, and only whoever installed it can put that right.
    package static func read(_ path: String, count: Int = 32, isPrivate: Bool = true) throws(Fault) -> [UInt8] {
        let keys = try readAll(path, count: count, isPrivate: isPrivate)
        guard keys.count == 1 else { throw Fault(.failedPrecondition, "The key file \(path) must hold one key, and holds \(keys.count).") }
        return keys[0]
    }

    /// One key a line, at least one.
    package static func readAll(_ path: String, count: Int = 32, isPrivate: Bool = true) throws(Fault) -> [[UInt8]] {
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw Fault(.failedPrecondition, "The key file \(path) can't be read.")
        }
        if isPrivate, let mode = mode(of: path), mode & 0o007 != 0 {
            throw Fault(
                .failedPrecondition, "The key file \(path) is open to everyone on this machine; make its mode 0600.")
        }
        let lines = String(decoding: contents, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        let keys = lines.compactMap { Hex.decode(String($0)) }.filter { $0.count == count }
        guard !keys.isEmpty, keys.count == lines.count else {
            throw Fault(.failedPrecondition, "The key file \(path) must hold \(count) bytes as \(count * 2) hex digits.")
        }
        return keys
    }

    /// Of the file itself: a Pod finds its secrets behind links, which are open to everyone by nature.
    private static func mode(of path: String) -> Int? {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        return (attributes?[.posixPermissions] as? NSNumber)?.intValue
    }
}
