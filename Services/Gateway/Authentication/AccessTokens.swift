import Core
import Crypto
import JWTKit

/// Mints and checks the JWTs that sessions use between refreshes (RFC 9068: `typ` is `at+jwt`). EdDSA only; every
/// claim is compared, none is optional. That the session still lives is the authenticator's question, not the token's.
struct AccessTokens: Sendable {
    static let lifetime: Int64 = 600

    private let keys: JWTKeyCollection
    private let key: EdDSA.PrivateKey
    private let kid: String
    private let installation: String
    /// What was verified, by the hash of the token: a signature that was good stays good, only its time runs out.
    private let known = BoundedCache<[UInt8], AccessClaims>(capacity: 10_000, lifetime: .seconds(lifetime))
    /// Who tokens are for: the API of this installation.
    private let audience: String

    init(privateKey raw: [UInt8], installation: String) throws(Fault) {
        do {
            let signing = try Curve25519.Signing.PrivateKey(rawRepresentation: raw)
            key = EdDSA.PrivateKey(backing: signing)
            kid = Hex.encode(Array(SHA256.hash(data: signing.publicKey.rawRepresentation))[..<8])
        } catch {
            throw .wrapping(error, "reading the key for access tokens")
        }
        keys = JWTKeyCollection()
        self.installation = installation
        audience = installation + "/api"
    }

    func mint(account: String, session: String, at now: Timestamp = .now()) async throws(Fault) -> String {
        let seconds = now.microseconds / 1_000_000
        let claims = AccessClaims(
            iss: installation, aud: audience, sub: account, sid: session, iat: seconds, exp: seconds + Self.lifetime)
        do {
            await keys.add(eddsa: key, kid: JWKIdentifier(string: kid))
            return try await keys.sign(claims, kid: JWKIdentifier(string: kid), header: ["typ": "at+jwt"])
        } catch {
            throw .wrapping(error, "signing an access token")
        }
    }

    /// The claims of a token that this installation made and that has not expired.
    func verify(_ token: String, at now: Timestamp = .now()) async throws(Fault) -> AccessClaims {
        guard token.utf8.count <= 2_048 else { throw Self.refusal }
        let digest = Array(SHA256.hash(data: Array(token.utf8)))
        let kept = known.kept(digest)
        let claims = if let kept { kept } else { try await signed(token) }
        let seconds = now.microseconds / 1_000_000
        guard claims.iss == installation, claims.aud == audience, claims.exp > seconds, claims.iat <= seconds + 30,
            claims.exp - claims.iat == Self.lifetime
        else { throw Self.refusal }
        if kept == nil { known.keep(claims, of: digest) }
        return claims
    }

    /// What a token says that carries our signature.
    private func signed(_ token: String) async throws(Fault) -> AccessClaims {
        guard isHeaderOurs(token) else { throw Self.refusal }
        do {
            await keys.add(eddsa: key, kid: JWKIdentifier(string: kid))
            return try await keys.verify(token, as: AccessClaims.self)
        } catch {
            throw Self.refusal
        }
    }

    /// Checked before the library looks: it would fall back to its default key for an unknown `kid`, and reads
    /// base64 more kindly than a credential deserves.
    private func isHeaderOurs(_ token: String) -> Bool {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ Base64URL.decode($0) != nil }),
            let bytes = Base64URL.decode(parts[0]), let header = try? JSONValue(parsing: bytes)
        else { return false }
        return header == ["alg": "EdDSA", "typ": "at+jwt", "kid": .string(kid)]
    }

    private static let refusal = Fault.unauthenticated("The access token is not valid, or has expired.")
}

/// What an access token says. All of it is compared in `AccessTokens.verify`, where the clock is.
struct AccessClaims: JWTPayload, Equatable {
    let iss: String
    let aud: String
    let sub: String
    let sid: String
    let iat: Int64
    let exp: Int64

    func verify(using algorithm: some JWTAlgorithm) {}
}
