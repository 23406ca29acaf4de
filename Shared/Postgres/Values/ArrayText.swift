/// Postgres' text for a one-dimensional array: `{plain,"qu\"oted",NULL}`.
enum ArrayText {
    static func write(_ elements: [String?]) -> String {
        let texts = elements.map { element in
            guard let element else { return "NULL" }
            var quoted = "\""
            for character in element.unicodeScalars {
                if character == "\"" || character == "\\" { quoted.unicodeScalars.append("\\") }
                quoted.unicodeScalars.append(character)
            }
            return quoted + "\""
        }
        return "{" + texts.joined(separator: ",") + "}"
    }

    static func read(_ text: String) -> [String?]? {
        var rest = text.unicodeScalars[...]
        guard rest.popFirst() == "{", rest.popLast() == "}" else { return nil }
        guard !rest.isEmpty else { return [] }
        var elements: [String?] = []
        while true {
            var element = String.UnicodeScalarView()
            let isQuoted = rest.first == "\""
            if isQuoted {
                rest.removeFirst()
                while let character = rest.popFirst(), character != "\"" {
                    guard let plain = character == "\\" ? rest.popFirst() : character else { return nil }
                    element.append(plain)
                }
            } else {
                while let character = rest.first, character != "," {
                    guard character != "{" else { return nil }
                    element.append(character)
                    rest.removeFirst()
                }
            }
            let value = String(element)
            elements.append(!isQuoted && value == "NULL" ? nil : value)
            guard let separator = rest.popFirst() else { return elements }
            guard separator == "," else { return nil }
        }
    }
}
