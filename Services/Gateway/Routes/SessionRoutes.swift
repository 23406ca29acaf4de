import Core
import HTTPTypes
import Identity
import Messages

/// An account's open sessions.
struct SessionRoutes: RouteGroup {
    static let tag = Tag("Sessions", "Where an account is signed in.")

    let authenticator: Authenticator

    var routes: [Route] {
        [
            Route(.get, "/api/v1/auth/sessions", "listSessions", "The account's open sessions.", .account(.read),
                answer: .ok(Proto.Session.schema.page, "All of them."), list),
            Route(
                .get, "/api/v1/auth/sessions/{session}", "getSession", "One of the account's open sessions.", .account(.read),
                answer: .ok(Proto.Session.schema), get),
            Route(
                .delete, "/api/v1/auth/sessions/{session}", "revokeSession", "End one of the account's sessions.",
                .account(.admin), answer: .nothing, revoke),
        ]
    }

    private func list(_ call: Call) async throws -> Answer {
        let caller = try call.account
        let sessions = try await call.send(
            UserRPC.listSessions, Proto.ListSessionsRequest(accountID: caller.account.description))
        return .list(sessions.items.map { $0.json(current: caller.sessionID) }, next: nil)
    }

    private func get(_ call: Call) async throws -> Answer {
        let caller = try call.account
        let id = try call.id("session", of: "session", as: SessionID.self).description
        let sessions = try await call.send(
            UserRPC.listSessions, Proto.ListSessionsRequest(accountID: caller.account.description))
        guard let session = sessions.items.first(where: { $0.id == id }) else { throw Fault.notFound("session") }
        return .ok(session.json(current: caller.sessionID))
    }

    private func revoke(_ call: Call) async throws -> Answer {
        let id = try call.id("session", of: "session", as: SessionID.self)
        _ = try await call.send(
            UserRPC.revokeSession,
            Proto.RevokeSessionRequest(accountID: try call.account.account.description, sessionID: id.description))
        authenticator.forget(.session(id.description))
        return .nothing
    }
}
