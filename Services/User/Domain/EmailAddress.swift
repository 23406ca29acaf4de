import Core

/// An e-mail address as it is compared: without blanks around it, in lower case. A machine's own `you@localhost` counts.
struct EmailAddress: Sendable, Hashable {
    let text: String

    init(validating text: String, field: String) throws(Fault) {
        let lowered = Self.compared(text)
        let domain = lowered.split(separator: "@", omittingEmptySubsequences: false).last
        if domain == "localhost" {
            try Names.checkEmail(lowered + ".localdomain", field: field)
        } else {
            try Names.checkEmail(lowered, field: field)
        }
        self.text = lowered
    }

    /// The form in which two spellings of one address are equal, valid or not.
    static func compared(_ text: String) -> String {
        var scalars = Substring(text)
        while scalars.first?.isWhitespace == true { scalars.removeFirst() }
        while scalars.last?.isWhitespace == true { scalars.removeLast() }
        return scalars.lowercased()
    }

    /// What to call a person who gave no name.
    var localPart: String { text.split(separator: "@").first.map(String.init) ?? text }
}
