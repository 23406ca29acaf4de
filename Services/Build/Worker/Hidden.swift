/// What no line of a build shows, whoever prints it.
package struct Hidden: Sendable {
    private static let mask = "•••"

    /// Passwords, as they are.
    private let values: [String]
    /// What tokens begin with: everything of them goes, to the first character that none of them has.
    private let beginnings: [String]

    /// What is short is a word like any other, and stays.
    package init(values: [String] = [], tokensBeginningWith beginnings: [String] = []) {
        // The longest first: one may be a part of another.
        self.values = values.filter { $0.utf8.count >= 6 }.sorted { $0.utf8.count > $1.utf8.count }
        self.beginnings = beginnings.filter { $0.utf8.count >= 6 }
    }

    package func masked(_ line: String) -> String {
        var text = line
        for value in values where text.contains(value) { text = text.replacing(value, with: Self.mask) }
        for beginning in beginnings {
            while let start = text.firstRange(of: beginning) {
                let end = text[start.upperBound...].firstIndex { !$0.isASCII || !($0.isLetter || $0.isNumber || "._-".contains($0)) } ?? text.endIndex
                text.replaceSubrange(start.lowerBound..<end, with: Self.mask)
            }
        }
        return text
    }
}
