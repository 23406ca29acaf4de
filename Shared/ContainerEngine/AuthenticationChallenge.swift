/// What a server wants to be shown, as `WWW-Authenticate` says (RFC 9110, section 11.6.1).
struct AuthenticationChallenge: Equatable, Sendable {
    /// In lower case: `basic`, `bearer`.
    var scheme: String
    /// By their names in lower case.
    var parameters: [String: String] = [:]

    /// Every challenge of a header, in its order; what cannot be understood is left out.
    static func all(in header: String) -> [AuthenticationChallenge] {
        var found: [AuthenticationChallenge] = []
        var text = header.prefix(16_384)
        while true {
            text = text.drop { $0 == " " || $0 == "\t" || $0 == "," }
            let word = text.prefix { !" \t,=\"".contains($0) }
            guard !word.isEmpty else { return found }
            text = text.dropFirst(word.count)
            let rest = text.drop { $0 == " " || $0 == "\t" }
            guard rest.first == "=" else {
                found.append(AuthenticationChallenge(scheme: word.lowercased()))
                continue
            }
            text = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            let value = value(&text)
            guard let last = found.indices.last else { return found }
            found[last].parameters[word.lowercased()] = value
        }
    }

    /// A token, or a string in quotes.
    private static func value(_ text: inout Substring) -> String {
        guard text.first == "\"" else {
            let word = text.prefix { !" \t,".contains($0) }
            text = text.dropFirst(word.count)
            return String(word)
        }
        text.removeFirst()
        var value = ""
        while let character = text.popFirst(), character != "\"" {
            value.append(character == "\\" ? text.popFirst() ?? "\\" : character)
        }
        return value
    }
}
