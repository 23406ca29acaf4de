import Core
import Identity
import Messages

extension Account {
    var message: Proto.Account {
        Proto.Account(id: id.description, email: email, name: name, createdAt: createdAt.microseconds, isOperator: isOperator)
    }
}

extension Session {
    var message: Proto.Session {
        Proto.Session(
            id: id.description, accountID: accountID.description, kind: kind.rawValue, userAgent: userAgent,
            address: address, createdAt: createdAt.microseconds, lastUsedAt: lastUsedAt.microseconds,
            expiresAt: expiresAt.microseconds)
    }
}

extension Token {
    var message: Proto.Token {
        Proto.Token(
            id: id.description, name: name, scopes: scopes.map(\.rawValue), expiresAt: expiresAt?.microseconds,
            lastUsedAt: lastUsedAt?.microseconds, createdAt: createdAt.microseconds)
    }
}
