import Core
import Crypto
import CryptoExtras

/// A password as it is kept: parameters, salt and scrypt key in one text, so that each hash can be checked for ever and
/// the parameters can grow: `$scrypt$ln=14,r=8,p=5$<salt>$<key>`.
struct ScryptHash: Sendable, Equatable {
    /// What one hash costs: memory is 128 · 2^logRounds · blockSize bytes.
    struct Cost: Sendable, Equatable {
        let logRounds: Int
        let blockSize: Int
        let parallelism: Int

        /// 16 MiB and five rounds over it, one of the equivalent settings that OWASP recommends: the one that lets a small
        /// machine hash several at once.
        static let current = Cost(logRounds: 14, blockSize: 8, parallelism: 5)
    }

    let cost: Cost
    let salt: [UInt8]
    let key: [UInt8]

    /// Hashes a password with a new salt. Takes tenths of a second: only on a lane.
    static func make(_ password: [UInt8], cost: Cost) throws -> ScryptHash {
        let salt = Random.bytes(16)
        let key = try derive(password, salt: salt, count: 32, cost).withUnsafeBytes { Array($0) }
        return ScryptHash(cost: cost, salt: salt, key: key)
    }

    /// Whether this is the password, compared in constant time. As slow as `make`.
    func matches(_ password: [UInt8]) throws -> Bool {
        try Self.derive(password, salt: salt, count: key.count, cost) == SymmetricKey(data: key)
    }

    private static func derive(_ password: [UInt8], salt: [UInt8], count: Int, _ cost: Cost) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: password, salt: salt, outputByteCount: count, rounds: 1 << cost.logRounds, blockSize: cost.blockSize,
            parallelism: cost.parallelism)
    }
}

extension ScryptHash: LosslessStringConvertible {
    var description: String {
        "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)$\(Base64URL.encode(salt))$\(Base64URL.encode(key))"
    }

    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let salt = Base64URL.decode(parts[3]), let key = Base64URL.decode(parts[4]), key.count >= 16
        else { return nil }
        var values: [Substring: Int] = [:]
        for pair in parts[2].split(separator: ",") {
            let sides = pair.split(separator: "=")
            guard sides.count == 2, let value = Int(sides[1]) else { return nil }
            values[sides[0]] = value
        }
        guard let logRounds = values["ln"], let blockSize = values["r"], let parallelism = values["p"],
            (1...20).contains(logRounds), (1...32).contains(blockSize), (1...16).contains(parallelism)
        else { return nil }
        cost = Cost(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
        self.salt = salt
        self.key = key
    }
}
