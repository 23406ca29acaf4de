/// Writes JSON text with sorted keys.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []
    private let isPretty: Bool
    private var depth = 0

    package init(isPretty: Bool = false) {
        self.isPretty = isPretty
    }

    package mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .int(let value): append(String(value))
        case .double(let value): append(value.isFinite ? String(value) : "null")
        case .string(let value): write(text: value)
        case .array(let elements): writeList("[", "]", elements) { writer, element in writer.write(element) }
        case .object(let members):
            writeList("{", "}", members.sorted { $0.key < $1.key }) { writer, member in
                writer.write(text: member.key)
                writer.append(writer.isPretty ? ": " : ":")
                writer.write(member.value)
            }
        }
    }

    private mutating func writeList<Element>(
        _ open: String, _ close: String, _ elements: [Element], _ each: (inout JSONWriter, Element) -> Void
    ) {
        append(open)
        depth += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { append(",") }
            breakLine()
            each(&self, element)
        }
        depth -= 1
        if !elements.isEmpty { breakLine() }
        append(close)
    }

    private mutating func breakLine() {
        guard isPretty else { return }
        append("\n")
        for _ in 0..<depth { append("  ") }
    }

    /// A string in its quotes.
    package mutating func write(text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        // Nearly every text is plain, and then copied as it is.
        let isPlain = text.withUTF8 { utf8 in
            guard utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) else { return false }
            bytes.append(contentsOf: utf8)
            return true
        }
        if !isPlain { writeEscaped(text) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// What is JSON already.
    package mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func writeEscaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0..<0x20, 0x7F:
                append("\\u00")
                bytes.append(Hex.digit(byte >> 4))
                bytes.append(Hex.digit(byte & 0xF))
            default: bytes.append(byte)
            }
        }
    }
}
