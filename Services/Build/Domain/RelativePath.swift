/// A path inside a repository: relative, normalised, and unable to leave it. "" is the top.
package struct RelativePath: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// Nil for what leads out (`..`), is absolute after one leading slash was forgiven, is longer than 255 bytes,
    /// or has a character that no sane path has.
    package init?(_ raw: String) {
        var path = Substring(raw)
        if path.hasPrefix("/") { path = path.dropFirst() }
        guard path.utf8.count <= 255, !path.hasPrefix("/") else { return nil }
        var segments: [Substring] = []
        for segment in path.split(separator: "/", omittingEmptySubsequences: true) where segment != "." {
            guard segment != "..", segment.lowercased() != ".git", segment.first != "-",
                segment.unicodeScalars.allSatisfy(Self.isAllowed)
            else { return nil }
            segments.append(segment)
        }
        text = segments.joined(separator: "/")
    }

    package var isTop: Bool { text.isEmpty }

    package var description: String { text.isEmpty ? "/" : "/\(text)" }

    /// Printable, and neither a backslash nor a colon (Git reads `commit:path`).
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && scalar.value != 0x7F && scalar != "\\" && scalar != ":"
            && !(0x80...0x9F).contains(scalar.value) && !(0x2028...0x202E).contains(scalar.value)
    }
}
