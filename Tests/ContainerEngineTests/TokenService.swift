import Core
import Crypto
import Foundation
import Synchronization
import TestSupport

/// A small token service: whoever shows the login gets a token for what was asked for, as far as this service allows.
final class TokenService: Sendable {
    struct Rules: Sendable {
        var password = "hush-hush-1"
        /// As the answer says, which is not what the token says.
        var expiresIn: Int64? = 300
        /// What is granted at most.
        var actions: Set = ["pull", "push", "delete"]
        /// Tokens that the registry will not take, before the first that it will.
        var broken = 0
        var name = "token"
    }

    let rules: Mutex<Rules>
    private let asked = Mutex<[String]>([])
    private let key = Mutex<P256.Signing.PrivateKey?>(nil)
    private let server = Mutex<ScriptedServer?>(nil)

    init(_ rules: Rules = Rules()) throws {
        self.rules = Mutex(rules)
        let server = try ScriptedServer { [unowned self] connection in
            while true { try self.answer(connection.request(), connection) }
        }
        self.server.withLock { $0 = server }
    }

    /// Of each question, in their order: what was asked for.
    var scopes: [String] { asked.withLock(\.self) }
    var realm: String { (server.withLock { $0?.url } ?? "") + "/token" }

    func stop() { server.withLock { $0?.stop() } }

    /// A registry's configuration that believes tokens of this service, signed with a key from its folder.
    func trusted(in folder: String) throws -> String {
        let pem = try String(contentsOfFile: "\(folder)/signer.key", encoding: .utf8)
        key.withLock { $0 = try? P256.Signing.PrivateKey(pemRepresentation: pem) }
        certificate.withLock { $0 = (try? String(contentsOfFile: "\(folder)/signer.crt", encoding: .utf8)) ?? "" }
        return "auth: {token: {realm: \"\(realm)\", service: registry, issuer: test, rootcertbundle: \(folder)/signer.crt}}"
    }

    private let certificate = Mutex("")

    private func answer(_ request: ScriptedConnection.Request, _ connection: ScriptedConnection) throws {
        let path = request.head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        let items = URLComponents(string: "http://x" + path)?.queryItems ?? []
        let scope = items.first { $0.name == "scope" }?.value ?? ""
        asked.withLock { $0.append(scope) }
        let rules = self.rules.withLock(\.self)
        let wanted = "Basic " + Data("slipway:\(rules.password)".utf8).base64EncodedString()
        guard request.header("Authorization") == wanted, items.first(where: { $0.name == "service" })?.value == "registry" else {
            return try connection.answer("{}", status: 401)
        }
        let isBroken = self.rules.withLock { rules in
            defer { rules.broken = max(0, rules.broken - 1) }
            return rules.broken > 0
        }
        var body: JSONValue = [rules.name: .string(isBroken ? "e30.e30.e30" : try token(scope, rules))]
        if let life = rules.expiresIn { body["expires_in"] = .int(life) }
        try connection.answer(body.encoded())
    }

    private func token(_ scope: String, _ rules: Rules) throws -> String {
        let parts = scope.split(separator: ":").map(String.init)
        let actions = (parts.last ?? "").split(separator: ",").map(String.init).filter { rules.actions.contains($0) }
        let access: JSONValue = parts.count == 3 ? [["type": "repository", "name": .string(parts[1]), "actions": .array(actions.map { .string($0) })]] : []
        let now = Timestamp.now().microseconds / 1_000_000
        let lines = certificate.withLock(\.self).split(whereSeparator: \.isNewline).filter { !$0.contains("CERTIFICATE") }
        let header: JSONValue = ["typ": "JWT", "alg": "ES256", "x5c": [.string(lines.joined())]]
        let claims: JSONValue = [
            "iss": "test", "sub": "slipway", "aud": "registry", "nbf": .int(now - 30), "iat": .int(now), "exp": .int(now + 600), "access": access,
        ]
        let signed = [header, claims].map { Base64URL.encode($0.encodedBytes()) }.joined(separator: ".")
        guard let key = key.withLock(\.self) else { return "" }
        return "\(signed).\(Base64URL.encode(Array(try key.signature(for: Data(signed.utf8)).rawRepresentation)))"
    }
}
