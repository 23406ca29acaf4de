import Core

/// SHA-256 of a secret that the gateway handed out. The secret itself has 256 random bits, so its hash needs no salt.
struct SecretHash: Sendable, Equatable {
    let bytes: [UInt8]

    init(validating bytes: [UInt8], field: String) throws(Fault) {
        guard bytes.count == 32 else { throw .invalid(field, "must be 32 bytes") }
        self.bytes = bytes
    }
}
