/// The address of a repository that this service is willing to talk to.
///
/// An allow-list, not a filter: a scheme out of two, a host of plain characters, a path of plain segments. What is built
/// from it is the normalised text, so that Git never sees anything that was not recognised here. Scheme and host are
/// compared in lower case; `EXT::`, user info, escapes, queries, control and non-ASCII characters have no place in it.
package struct RepositoryURL: Sendable, Hashable, CustomStringConvertible {
    package enum Refusal: Error, Sendable, Equatable {
        case tooLong, scheme, userInfo, host, port, path
    }

    package let scheme: String
    /// Lower case; an IPv6 address without its brackets.
    package let host: String
    package let port: Int
    /// "acme/shop.git"
    package let path: String

    package init(_ text: String, allowsHTTP: Bool) throws(Refusal) {
        guard (1...512).contains(text.utf8.count) else { throw .tooLong }
        let lower = text.prefix(8).lowercased()
        var rest: Substring
        if lower.hasPrefix("https://") {
            (scheme, rest) = ("https", text.dropFirst(8))
        } else if allowsHTTP, lower.hasPrefix("http://") {
            (scheme, rest) = ("http", text.dropFirst(7))
        } else {
            throw .scheme
        }
        guard let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) else { throw .path }
        let authority = rest[..<slash]
        guard !authority.utf8.contains(UInt8(ascii: "@")) else { throw .userInfo }
        (host, port) = try Self.hostAndPort(authority, scheme: scheme)
        path = try Self.path(rest[rest.utf8.index(after: slash)...])
    }

    /// What Git is given.
    package var description: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port == Self.usualPort(scheme) ? "\(scheme)://\(name)/\(path)" : "\(scheme)://\(name):\(port)/\(path)"
    }

    /// How a sentence calls it: "github.com/acme/shop".
    package var name: String {
        let place = port == Self.usualPort(scheme) ? host : "\(host):\(port)"
        return "\(place)/\(path.hasSuffix(".git") ? String(path.dropLast(4)) : path)"
    }

    private static func usualPort(_ scheme: String) -> Int { scheme == "https" ? 443 : 80 }

    private static func hostAndPort(_ authority: Substring, scheme: String) throws(Refusal) -> (String, Int) {
        var name = authority
        var port = usualPort(scheme)
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { throw .host }
            name = authority[authority.index(after: authority.startIndex)..<end]
            guard name.utf8.allSatisfy({ isHex($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }),
                name.utf8.contains(UInt8(ascii: ":")), name.utf8.count <= 45
            else { throw .host }
            port = try self.port(authority[authority.index(after: end)...], otherwise: port)
        } else {
            if let colon = authority.firstIndex(of: ":") {
                name = authority[..<colon]
                port = try self.port(authority[colon...], otherwise: port)
            }
            guard isHostName(name) else { throw .host }
        }
        return (name.lowercased(), port)
    }

    private static func port(_ text: Substring, otherwise: Int) throws(Refusal) -> Int {
        guard !text.isEmpty else { return otherwise }
        let digits = text.dropFirst()
        guard text.first == ":", (1...5).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = Int(digits), (1...65_535).contains(port)
        else { throw .port }
        return port
    }

    private static func isHostName(_ text: Substring) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func path(_ text: Substring) throws(Refusal) -> String {
        let trimmed = text.hasSuffix("/") ? text.dropLast() : text
        let segments = trimmed.split(separator: "/", omittingEmptySubsequences: false)
        guard !trimmed.isEmpty, segments.count <= 16 else { throw .path }
        for segment in segments {
            guard !segment.isEmpty, segment != ".", segment != "..", segment.first != "-",
                segment.utf8.allSatisfy({ isLetterOrDigit($0) || "._~+-".utf8.contains($0) })
            else { throw .path }
        }
        return String(trimmed)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
