import Core
import Crypto
import HTTPTypes
import Identity
import Hummingbird
import HummingbirdCore
import Testing

@testable import GatewayService

@Suite struct AuthenticationTests {
    private let key = Random.bytes(32)

    @Test func `an access token says who and which session, for ten minutes`() async throws {
        let tokens = try AccessTokens(privateKey: key, installation: "here")
        let now = Timestamp.now()
        let token = try await tokens.mint(account: "a", session: "s", at: now)
        let claims = try await tokens.verify(token, at: now.adding(.seconds(590)))
        #expect(claims.sub == "a")
        #expect(claims.sid == "s")
        await #expect(throws: Fault.self) { try await tokens.verify(token, at: now.adding(.seconds(601))) }
    }

    @Test func `a token of another installation, key or form is refused`() async throws {
        let tokens = try AccessTokens(privateKey: key, installation: "here")
        let token = try await tokens.mint(account: "a", session: "s")
        let foreign = try await AccessTokens(privateKey: key, installation: "there").mint(account: "a", session: "s")
        let forged = try await AccessTokens(privateKey: Random.bytes(32), installation: "here").mint(account: "a", session: "s")
        let parts = token.split(separator: ".").map(String.init)
        let bare = Base64URL.encode(Array(#"{"alg":"none","typ":"at+jwt"}"#.utf8)) + "." + parts[1] + "."
        let claims = String(decoding: try #require(Base64URL.decode(parts[1])), as: UTF8.self)
        let other = Base64URL.encode(Array(claims.replacing(#""sub":"a""#, with: #""sub":"b""#).utf8))
        for wrong in [foreign, forged, bare, parts[0] + "." + other + "." + parts[2], parts[0] + "." + parts[1], token + "=", "", "..", token + ".x"] {
            await #expect(throws: Fault.self, "\(wrong)") { try await tokens.verify(wrong) }
        }
        _ = try await tokens.verify(token)
    }

    @Test func `a long secret is told apart by its prefix and its length`() {
        let secret = SecretToken(.api)
        #expect(secret.text.hasPrefix("slp_"))
        #expect(SecretToken(.api, reading: secret.text)?.hash == secret.hash)
        #expect(SecretToken(.refresh, reading: secret.text) == nil)
        #expect(SecretToken(.api, reading: secret.text + "A") == nil)
        #expect(SecretToken(.api, reading: "slp_short") == nil)
    }

    @Test func `scopes imply the smaller ones`() {
        #expect(Caller.implied([.admin]) == [.admin, .deploy, .read])
        #expect(Caller.implied([.deploy]) == [.deploy, .read])
        #expect(Caller.implied([.read]) == [.read])
        #expect(Caller.implied([]).isEmpty)
    }

    @Test func `a cookie alone changes nothing`() throws {
        let guardian = ForgeryGuard(key: SymmetricKey(size: .bits256), origin: "https://slipway.example")
        let token = guardian.token(for: "slc_x")
        try guardian.check(request([.forgeryToken: token]), cookie: "slc_x")
        try guardian.check(request([.forgeryToken: token, .origin: "https://slipway.example", .fetchSite: "same-origin"]), cookie: "slc_x")
        try guardian.check(request([.forgeryToken: token, .origin: "http://gateway.local:8080"]), cookie: "slc_x")
        for fields: HTTPFields in [
            [:], [.forgeryToken: guardian.token(for: "slc_y")], [.forgeryToken: ""],
            [.forgeryToken: token, .origin: "https://evil.example"], [.forgeryToken: token, .origin: "null"],
            [.forgeryToken: token, .fetchSite: "cross-site"], [.forgeryToken: token, .fetchSite: "same-site"],
        ] {
            #expect(throws: Fault.self, "\(fields)") { try guardian.check(request(fields), cookie: "slc_x") }
        }
    }

    @Test func `the cookie is as strict as its address allows`() {
        let secure = SessionCookie(isSecure: true)
        #expect(secure.setting("v").hasPrefix("__Host-slipway=v; Path=/; HttpOnly; SameSite=Lax"))
        #expect(secure.setting("v").hasSuffix("; Secure"))
        let plain = SessionCookie(isSecure: false)
        #expect(plain.read([.cookie: "a=b; slipway_session=v=1; c=d"]) == "v=1")
        #expect(plain.read([.cookie: "xslipway_session=v"]) == nil)
        #expect(plain.clearing.contains("Max-Age=0"))
    }

    private func request(_ fields: HTTPFields) -> Request {
        Request(
            head: HTTPRequest(method: .post, scheme: "http", authority: "gateway.local:8080", path: "/", headerFields: fields),
            body: RequestBody(buffer: ByteBuffer()))
    }
}
