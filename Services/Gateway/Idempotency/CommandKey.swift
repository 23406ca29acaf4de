import Core

/// An `Idempotency-Key` as it is stored: one account's, whatever route it was used on.
struct CommandKey: Sendable, Hashable {
    let account: AccountID
    let key: String
    /// "POST /api/v1/projects"
    let route: String
    /// Keyed, because bodies may hold secrets and a bare hash of a short one can be guessed.
    let requestHash: [UInt8]

    /// Printable ASCII, at most 255 characters.
    static func check(_ key: String) throws(Fault) {
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalid("Idempotency-Key", "must be 1 to 255 printable ASCII characters without spaces")
        }
    }
}
