import Core
import Identity
import Messages

extension Proto.Account {
    static let schema = Schema(
        "Account", "A person.",
        [
            .id("id"), .text("email", "Compared in lower case.", .any, like: "ada@example.org"),
            .text("name", "What to call them.", .any, like: "Ada"),
            .flag("operator", "Whether it operates the installation."), .time("created_at"),
        ])

    static let wrapped = Schema("NewAccount", "An account that was made.", [.shape("account", schema)])

    var json: JSONValue {
        ["id": .string(id), "email": .string(email), "name": .string(name), "operator": .bool(isOperator),
            "created_at": .time(createdAt)]
    }
}

extension Proto.Session {
    static let schema = Schema(
        "Session", "A signed-in browser or command line.",
        [
            .id("id"), .choice("kind", ["token", "cookie"], "Tokens for programs, a cookie for browsers."),
            .text("user_agent", "What the client said it was.", .any, like: "slipway/1.0").nullable,
            .text("address", "Where it logged in from.", .any, like: "192.0.2.7").nullable, .time("created_at"),
            .time("last_used_at"), .time("expires_at", "When it ends if nobody uses it."),
            .flag("current", "Whether it is the one that asks.", like: true),
        ])

    /// - Parameter current: the session that asks.
    func json(current: String?) -> JSONValue {
        [
            "id": .string(id), "kind": .string(kind), "user_agent": .filled(userAgent), "address": .filled(address),
            "created_at": .time(createdAt), "last_used_at": .time(lastUsedAt), "expires_at": .time(expiresAt),
            "current": .bool(id == current),
        ]
    }
}

extension Proto.Token {
    private static let fields: [Field] = [
        .id("id"), .text("name", "What it is for.", .any, like: "ci"),
        .list("scopes", of: .choice(Scope.allCases.map(\.rawValue)), "What its holder may do, at most."),
        .time("expires_at", "Null: never.").nullable, .time("last_used_at", "Null: not yet.").nullable, .time("created_at"),
    ]

    static let schema = Schema("Token", "A secret for programs, with scopes of its own.", fields)

    /// The answer that makes it: the only one that holds the secret.
    static let newSchema = Schema(
        "NewToken", "A new API token, and its secret, this once.",
        fields + [.text("token", "To be sent as a bearer token. It is not shown again.", .any, like: "slp_6gq1…")])

    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "scopes": .array(scopes.map { .string($0) }),
            "expires_at": .time(expiresAt), "last_used_at": .time(lastUsedAt), "created_at": .time(createdAt),
        ]
    }
}

extension Caller {
    /// The answer to `GET auth/me`.
    static let schema = Schema(
        "Caller", "Who asks, and with what.",
        [
            .shape("account", Proto.Account.schema),
            .flag("operator", "Whether what concerns the whole installation may be done, with what was shown."),
            .id("session_id", "Null for an API token.").nullable,
            .list("scopes", of: .choice(Scope.allCases.map(\.rawValue)), "What may be done; a session may do everything."),
            .text("csrf_token", "With a cookie: to be sent as `X-CSRF-Token`.", .any, like: "q3V0…"),
        ], optional: ["csrf_token"])
}
