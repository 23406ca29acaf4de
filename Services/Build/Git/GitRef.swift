/// The form of branches, tags and commits: what can be an argument of Git without being an option or a range.
package enum GitRef {
    /// `^(?!-)[A-Za-z0-9._/-]{1,200}$` without `..`, and nothing that Git itself would not take as a branch.
    package static func isWellFormed(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...200).contains(bytes.count), bytes.first != UInt8(ascii: "-"), bytes.first != UInt8(ascii: "/") else { return false }
        guard bytes.allSatisfy({ isLetterOrDigit($0) || "._/-".utf8.contains($0) }) else { return false }
        return !text.contains("..") && !text.contains("//") && !text.hasSuffix("/") && !text.hasSuffix(".") && !text.hasSuffix(".lock")
    }

    /// A full commit: 40 lower-case hex digits.
    package static func isCommit(_ text: String) -> Bool {
        text.utf8.count == 40
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
