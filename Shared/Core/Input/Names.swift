/// What may be typed where: the rules for names, keys and hosts, each with a sentence for who broke it.
package enum Names {
    /// A DNS label of at most 30 lower-case characters: project and app names.
    package static func checkLabel(_ text: String, field: String) throws(Fault) {
        guard !text.isEmpty else { throw .invalid(field, "must not be empty") }
        guard text.utf8.count <= 30 else { throw .invalid(field, "must have at most 30 characters") }
        guard isLabel(text) else {
            throw .invalid(field, "must be lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen")
        }
    }

    /// A variable's name: `[A-Za-z_][A-Za-z0-9_]*`, not one that Slipway sets itself.
    package static func checkVariableKey(_ text: String, field: String) throws(Fault) {
        guard !text.isEmpty, text.utf8.count <= 256 else { throw .invalid(field, "must have 1 to 256 characters") }
        let isWellFormed = text.utf8.enumerated().allSatisfy { place, byte in
            isLetter(byte) || byte == UInt8(ascii: "_") || (place > 0 && isDigit(byte))
        }
        guard isWellFormed else {
            throw .invalid(field, "must be letters, digits and underscores and not begin with a digit")
        }
        guard text != "PORT", !text.hasPrefix("SLIPWAY_") else { throw .invalid(field, "is set by Slipway itself") }
    }

    /// A host name of at least two labels, lower-case, without a port: a domain that a person brings.
    package static func checkHost(_ text: String, field: String) throws(Fault) {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        let isWellFormed = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { isLowerCase($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
        }
        guard text.utf8.count <= 253, labels.count >= 2, isWellFormed else {
            throw .invalid(field, "must be a host name such as www.example.com, in lower case")
        }
        guard let last = labels.last, !last.utf8.allSatisfy(isDigit) else {
            throw .invalid(field, "must be a host name, not an address")
        }
    }

    /// An e-mail address, loosely: one `@`, something on both sides, nothing that breaks a header.
    package static func checkEmail(_ text: String, field: String) throws(Fault) {
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && !"<>()[],;:\\\"".unicodeScalars.contains($0) }
        guard text.utf8.count <= 254, sides.count == 2, isPlain, !sides[0].isEmpty, sides[0].utf8.count <= 64,
            sides[1].count >= 3, sides[1].contains("."), sides[1].first != ".", sides[1].last != "."
        else { throw .invalid(field, "must be an e-mail address") }
    }

    /// Free text for people: no control characters, `least` to `most` characters once trimmed by the caller.
    package static func checkText(_ text: String, field: String, least: Int = 1, most: Int) throws(Fault) {
        guard text.count >= least else { throw .invalid(field, least == 1 ? "must not be empty" : "must have at least \(least) characters") }
        guard text.count <= most else { throw .invalid(field, "must have at most \(most) characters") }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw .invalid(field, "must not contain control characters")
        }
    }

    /// The rule of `checkLabel` without its length.
    package static func isLabel(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return isLowerCase(first) && last != UInt8(ascii: "-")
            && text.utf8.allSatisfy { isLowerCase($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isLowerCase(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { isLowerCase(byte | 0x20) && byte >= UInt8(ascii: "A") }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
