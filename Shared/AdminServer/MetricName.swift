/// Names and labels as the text format wants them.
enum MetricName {
    static func plain(_ label: String) -> String {
        let letters = label.unicodeScalars.map { scalar in
            isLetter(scalar) || isDigit(scalar) || scalar == "_" || scalar == ":" ? Character(scalar) : "_"
        }
        let name = String(letters)
        guard let first = name.unicodeScalars.first, !isDigit(first) else { return "_" + name }
        return name
    }

    static func counter(_ label: String) -> String { suffixed(label, "_total") }
    static func timer(_ label: String) -> String { suffixed(label, "_seconds") }

    static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.sorted { $0.0 < $1.0 }
            .map { "\(plain($0.0))=\"\(escaped($0.1))\"" }
            .joined(separator: ",")
    }

    /// One line of text, in which a line's end is written as the format wants it.
    static func help(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    private static func suffixed(_ label: String, _ suffix: String) -> String {
        let name = plain(label)
        return name.hasSuffix(suffix) ? name : name + suffix
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
