import Core
import HTTPTypes
import Hummingbird
import Messages

/// Turns a session that the user service opened into what the client keeps: tokens for programs, a cookie for browsers.
struct SignIn: Sendable {
    let tokens: AccessTokens
    let cookie: SessionCookie
    let forgery: ForgeryGuard

    private static let tokens: [Field] = [
        .text("access_token", "To be sent as a bearer token.", .any, like: "eyJhbGciOiJFZERTQSJ9…"), .choice("token_type", ["Bearer"]),
        .count("expires_in", "Seconds that the access token is good for.", like: AccessTokens.lifetime),
        .text("refresh_token", "To be exchanged for new tokens, once.", .any, like: "slr_9xkw…"),
    ]

    static let tokensSchema = Schema(
        "Tokens", "What a program keeps of a session.", [.shape("account", Proto.Account.schema), .id("session_id")] + tokens)

    /// Either the four about tokens, or the one about the cookie.
    static let schema = Schema(
        "LogIn", "A session: with tokens, or with a cookie and the CSRF token that goes with it.",
        [.shape("account", Proto.Account.schema), .id("session_id")] + tokens
            + [.text("csrf_token", "To be sent as `X-CSRF-Token` with the cookie.", .any, like: "q3V0…")],
        optional: ["access_token", "token_type", "expires_in", "refresh_token", "csrf_token"])

    func withTokens(_ reply: Proto.LogInReply, _ refresh: SecretToken) async throws(Fault) -> Answer {
        let (account, session) = try Self.parts(reply)
        let access = try await tokens.mint(account: account.id, session: session.id)
        return .ok([
            "account": account.json, "access_token": .string(access), "token_type": "Bearer",
            "expires_in": .int(AccessTokens.lifetime), "refresh_token": .string(refresh.text), "session_id": .string(session.id),
        ])
    }

    func withCookie(_ reply: Proto.LogInReply, _ secret: SecretToken) throws(Fault) -> Answer {
        let (account, session) = try Self.parts(reply)
        var answer = Answer.ok([
            "account": account.json, "csrf_token": .string(forgery.token(for: secret.text)), "session_id": .string(session.id),
        ])
        answer.headers[.setCookie] = cookie.setting(secret.text)
        return answer
    }

    private static func parts(_ reply: Proto.LogInReply) throws(Fault) -> (Proto.Account, Proto.Session) {
        guard let account = reply.account, let session = reply.session else {
            throw .internal("the user service answered a session without its account")
        }
        return (account, session)
    }
}
