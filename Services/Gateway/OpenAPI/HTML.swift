/// Text as HTML. Nothing of the document reaches the page without passing here.
enum HTML {
    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `code` and **bold**, as the document's descriptions use them.
    static func inline(_ text: String) -> String {
        spans(escaped(text), "`", "code").replacing("**", with: "\u{1}").split(separator: "\u{1}", omittingEmptySubsequences: false)
            .enumerated().map { $0.offset % 2 == 1 ? "<strong>\($0.element)</strong>" : String($0.element) }.joined()
    }

    /// Paragraphs, with an empty line between.
    static func prose(_ text: String, className: String = "") -> String {
        let start = className.isEmpty ? "<p>" : "<p class=\"\(className)\">"
        return text.split(separator: "\n\n").map { start + inline(String($0)) + "</p>" }.joined(separator: "\n")
    }

    /// A path without what all of them begin with.
    static func short(_ path: String) -> String {
        path.hasPrefix("/api/v1/") ? String(path.dropFirst("/api/v1/".count)) : path
    }

    private static func spans(_ text: String, _ mark: Character, _ element: String) -> String {
        text.split(separator: mark, omittingEmptySubsequences: false).enumerated().map { index, part in
            index % 2 == 1 ? "<\(element)>\(part)</\(element)>" : String(part)
        }.joined()
    }
}
