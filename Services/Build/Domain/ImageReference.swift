/// The form of an image reference: what can neither be an option nor begin another line of a Dockerfile.
package enum ImageReference {
    /// `registry.example.com:5000/team/app:1.2@sha256:…`, at most 255 characters.
    package static func isWellFormed(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...255).contains(bytes.count), let first = bytes.first, isNameByte(first) else { return false }
        return !text.contains("//") && bytes.allSatisfy { isNameByte($0) || "._-/:@".utf8.contains($0) }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
