import Core
import Messages

extension Proto.Account {
    var json: JSONValue {
        ["id": .string(id), "email": .string(email), "name": .string(name), "operator": .bool(isOperator),
            "created_at": .time(createdAt)]
    }
}

extension Proto.Session {
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
    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "scopes": .array(scopes.map { .string($0) }),
            "expires_at": .time(expiresAt), "last_used_at": .time(lastUsedAt), "created_at": .time(createdAt),
        ]
    }
}
