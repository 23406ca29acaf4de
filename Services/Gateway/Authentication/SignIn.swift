import Core
import HTTPTypes
import Hummingbird
import Messages

/// Turns a session that the user service opened into what the client keeps: tokens for programs, a cookie for browsers.
struct SignIn: Sendable {
    let tokens: AccessTokens
    let cookie: SessionCookie
    let forgery: ForgeryGuard

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
