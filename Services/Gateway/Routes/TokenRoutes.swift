import Core
import HTTPTypes
import Identity
import Messages

/// API tokens. The gateway makes them and the user service keeps a hash, so a token is readable once, in this answer.
struct TokenRoutes: RouteGroup {
    static let tag = Tag("Tokens", "API tokens, for programs.")

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/tokens", "listTokens", "The account's API tokens.", .account(.read), query: Field.page,
                answer: .page(of: Proto.Token.schema), list),
            Route(
                .post, "/api/v1/tokens", "createToken", "Make an API token; it is shown this once.", .account(.admin),
                body: [
                    .text("name", "What it is for.", .line(least: 1, most: 100, like: "ci")).required,
                    .list("scopes", of: .choice(Scope.allCases.map(\.rawValue)), "What it may do: at most what its maker may.", least: 1).required,
                    .time("expires_at", "In the future; null: never.").nullable,
                ], answer: .created(Proto.Token.newSchema), refusals: [.forbidden("A token can't have scopes that you don't have yourself."), .exhausted("You have 100 tokens; more are not allowed here.")],
                create),
            Route(
                .delete, "/api/v1/tokens/{token}", "deleteToken", "Revoke an API token.", .account(.admin), answer: .nothing, delete),
        ]
    }

    private func list(_ call: Call) async throws -> Answer {
        let page = try call.query.page
        let tokens = try await call.send(
            UserRPC.listTokens,
            Proto.ListTokensRequest(
                accountID: try call.account.account.description, limit: UInt32(page.limit), cursor: page.cursor ?? ""))
        return .list(tokens.items.map(\.json), next: tokens.nextCursor)
    }

    private func create(_ call: Call) async throws -> Answer {
        let scopes = Set((call.body["scopes"]?.array ?? []).compactMap(\.string))
        let expires = call.body["expires_at"]?.string.flatMap(Timestamp.init(rfc3339:))
        if let expires, expires <= .now() { throw Fault.invalid("expires_at", "must be in the future") }
        let secret = SecretToken(.api, bits: call.command.bits("token"))
        let token = try await call.send(
            UserRPC.createToken,
            Proto.CreateTokenRequest(
                accountID: try call.account.account.description, name: call.body["name"]?.string ?? "",
                scopes: scopes.sorted(), expiresAt: expires?.microseconds, tokenHash: secret.hash))
        var body = token.json
        body["token"] = .string(secret.text)
        return .created(body)
    }

    private func delete(_ call: Call) async throws -> Answer {
        let id = try call.id("token", of: "token", as: TokenID.self)
        _ = try await call.send(
            UserRPC.deleteToken,
            Proto.DeleteTokenRequest(accountID: try call.account.account.description, tokenID: id.description))
        return .nothing
    }
}
