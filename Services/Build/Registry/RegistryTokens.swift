import Core
import Crypto
import Foundation

/// Makes the tokens that a registry with `auth: token` asks for: JWTs by whoever holds the key, each for named repositories and a while.
struct RegistryTokens: Sendable {
    struct Grant: Sendable, Equatable {
        var repository: String
        var actions: [String]
    }

    /// As the registry is configured: whose tokens it takes, and what it calls itself.
    let issuer: String
    let service: String
    private let key: P256.Signing.PrivateKey
    /// DER, base64: the registry has it among those that it trusts.
    private let certificate: String

    /// - Parameters:
    ///   - key: PEM, a P-256 key.
    ///   - certificate: PEM, of that key, by itself or by one that the registry trusts.
    init(issuer: String, service: String, key: Secret<String>, certificate: String) throws(Fault) {
        self.issuer = issuer
        self.service = service
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: key.reveal()) else {
            throw Fault(.failedPrecondition, "SLIPWAY_REGISTRY_TOKEN_KEY_FILE holds no P-256 key in PEM.")
        }
        self.key = key
        let lines = certificate.split(whereSeparator: \.isNewline)
        guard let begin = lines.firstIndex(where: { $0.contains("BEGIN CERTIFICATE") }),
            let end = lines.firstIndex(where: { $0.contains("END CERTIFICATE") }), begin < end
        else { throw Fault(.failedPrecondition, "SLIPWAY_REGISTRY_TOKEN_CERTIFICATE_FILE holds no certificate in PEM.") }
        self.certificate = lines[(begin + 1)..<end].joined()
    }

    /// The same of every token: what follows it is who may do what, and the signature.
    var beginning: String { Base64URL.encode(header.encodedBytes()) + "." }

    private var header: JSONValue { ["typ": "JWT", "alg": "ES256", "x5c": [.string(certificate)]] }

    func token(_ grants: [Grant], for subject: String, lasting time: Duration, at now: Timestamp = .now()) -> Secret<String> {
        let seconds = now.microseconds / 1_000_000
        let claims: JSONValue = [
            "iss": .string(issuer), "sub": .string(subject), "aud": .string(service), "iat": .int(seconds), "nbf": .int(seconds - 30),
            "exp": .int(seconds + max(1, time.components.seconds)), "jti": .string(UUID().uuidString),
            "access": .array(
                grants.map { grant in
                    ["type": "repository", "name": .string(grant.repository), "actions": .array(grant.actions.map { .string($0) })]
                }),
        ]
        let signed = [header, claims].map { Base64URL.encode($0.encodedBytes()) }.joined(separator: ".")
        guard let signature = try? key.signature(for: Data(signed.utf8)) else { return Secret("") }
        return Secret("\(signed).\(Base64URL.encode(Array(signature.rawRepresentation)))")
    }

    static func decode(base64: String) -> [UInt8]? { Data(base64Encoded: base64).map(Array.init) }
}
