import Core
import Identity
import HTTPTypes
import Hummingbird
import Messages

/// Signing up, in and out.
struct AuthRoutes: RouteGroup {
    static let tag = Tag("Accounts", "Signing up, in and out.")

    let authenticator: Authenticator
    let passwords: PasswordSeal
    let limits: Limits
    private let signIn: SignIn

    init(authenticator: Authenticator, passwords: PasswordSeal, limits: Limits) {
        self.authenticator = authenticator
        self.passwords = passwords
        self.limits = limits
        signIn = SignIn(tokens: authenticator.tokens, cookie: authenticator.cookie, forgery: authenticator.forgery)
    }

    var routes: [Route] {
        let email = Field.text("email", "Compared in lower case.", TextRule(least: 3, most: 254, example: "ada@example.org")).required
        let known = Field.text("password", TextRule(most: 1_024, example: "correct horse battery")).required
        let chosen = Field.text("password", "At least eight characters.", TextRule(least: 8, most: 1_024, example: "correct horse battery")).required
        return [
            Route(
                .post, "/api/v1/auth/signup", "signUp", "Create an account.", .everyone,
                body: [email, chosen, .text("name", "What to call you; unless said, what stands before the @.", .line(most: 100, like: "Ada"), like: "Ada")],
                answer: .created(Proto.Account.wrapped), refusals: [.conflict("There is already an account with this e-mail address.")],
                isLimited: true, signUp),
            Route(
                .post, "/api/v1/auth/login", "logIn", "Open a session: tokens, or a cookie with \"session\": true.", .everyone,
                body: [email, known, .flag("session", "True for a cookie instead of tokens.")],
                answer: .ok(SignIn.schema, "Tokens, or a cookie and its CSRF token.").setting("Set-Cookie", "The session, where one was asked for."),
                refusals: [
                    .unauthenticated("The e-mail address or the password is wrong."),
                    .forbidden("The request comes from another site.", reason: "csrf"),
                ], isLimited: true, logIn),
            Route(
                .post, "/api/v1/auth/refresh", "refresh", "Exchange a refresh token for new tokens.", .everyone,
                body: [.text("refresh_token", "Good for one exchange.", most: 512, like: "slr_9xkw…").required],
                answer: .ok(SignIn.tokensSchema, "New tokens; the old refresh token is used up."),
                refusals: [.unauthenticated("The refresh token is not valid, or has expired."),
                    .unauthenticated("The refresh token was used before; the session is ended.", reason: "refresh_token_reused")],
                isLimited: true, refresh),
            Route(
                .post, "/api/v1/auth/logout", "logOut", "End this session.", .account(.read), body: [], answer: .nothing,
                refusals: [.wrongState("An API token is no session; it ends when it is deleted.")], logOut),
            Route(.get, "/api/v1/auth/me", "getMe", "Who asks.", .account(.read), answer: .ok(Caller.schema), me),
        ]
    }

    private func signUp(_ call: Call) async throws -> Answer {
        let question = Proto.SignUpRequest(
            email: call.body["email"]?.string ?? "", sealedPassword: try passwords.seal(call.body["password"]?.string ?? ""),
            name: call.body["name"]?.string ?? "")
        let account = try await call.ask(UserInternalRPC.signUp, question)
        return .created(["account": account.json])
    }

    private func logIn(_ call: Call) async throws -> Answer {
        let email = call.body["email"]?.string ?? ""
        let isBrowser = call.body["session"]?.bool ?? false
        // A page elsewhere must not be able to sign a browser in to somebody else's account either.
        if isBrowser { try authenticator.forgery.checkOrigin(call.request) }
        try limits.checkLogin(call.context.address, email)
        let secret = SecretToken(isBrowser ? .cookie : .refresh)
        let question = Proto.LogInRequest(
            email: email, sealedPassword: try passwords.seal(call.body["password"]?.string ?? ""), refreshHash: secret.hash,
            kind: isBrowser ? "cookie" : "token", userAgent: String((call.request.headers[.userAgent] ?? "").prefix(200)),
            address: call.context.address)
        do {
            let reply = try await call.ask(UserInternalRPC.logIn, question)
            return isBrowser ? try signIn.withCookie(reply, secret) : try await signIn.withTokens(reply, secret)
        } catch {
            if error.code == .unauthenticated { limits.noteFailedLogin(call.context.address, email) }
            throw error
        }
    }

    private func refresh(_ call: Call) async throws -> Answer {
        guard let shown = SecretToken(.refresh, reading: call.body["refresh_token"]?.string ?? "") else {
            throw Fault.unauthenticated("The refresh token is not valid, or has expired.")
        }
        let next = SecretToken(.refresh)
        let question = Proto.RefreshRequest(refreshHash: shown.hash, nextRefreshHash: next.hash)
        return try await signIn.withTokens(try await call.ask(UserInternalRPC.refresh, question), next)
    }

    private func logOut(_ call: Call) async throws -> Answer {
        guard let session = try call.account.sessionID else {
            throw Fault.wrongState("An API token is no session; it ends when it is deleted.")
        }
        _ = try await call.send(UserRPC.logOut, Proto.LogOutRequest(sessionID: session))
        authenticator.forget(try call.account.credential)
        var answer = Answer.nothing
        if case .cookie = try call.account.credential { answer.headers[.setCookie] = authenticator.cookie.clearing }
        return answer
    }

    private func me(_ call: Call) async throws -> Answer {
        let caller = try call.account
        var body: JSONValue = [
            "account": caller.profile.json, "operator": .bool(caller.isOperator),
            "session_id": .optional(caller.sessionID), "scopes": .array(caller.scopes.map(\.rawValue).sorted().map { .string($0) }),
        ]
        if case .cookie(_, let cookie) = caller.credential { body["csrf_token"] = .string(authenticator.forgery.token(for: cookie)) }
        return .ok(body)
    }
}
