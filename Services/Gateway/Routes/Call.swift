import Core
import Hummingbird
import Identity
import Messages
import Messaging
import Wire

/// One request that has been let in: who asks, about what, with what.
struct Call: Sendable {
    let request: Request
    let context: GatewayContext
    /// Nil only on routes for everyone.
    let caller: Caller?
    /// Where the path's resource lives; nil on routes that are about no project.
    let place: Place?
    let parameters: [String: String]
    let query: Query
    /// Checked against the route's fields; an empty object where nothing was sent.
    let body: JSONValue
    var deadline: Deadline
    let command: Command
    let backend: Backend

    /// The path's parameter of that name.
    func parameter(_ name: String) throws(Fault) -> String {
        guard let value = parameters[name] else { throw .internal("the route has no parameter \(name)") }
        return value
    }

    /// The path's parameter as an id; what cannot be an id names nothing.
    func id<Of>(_ name: String, of what: String, as: ID<Of>.Type = ID<Of>.self) throws(Fault) -> ID<Of> {
        guard let id = ID<Of>(try parameter(name)) else { throw .notFound(what) }
        return id
    }

    /// The caller, on a route that requires one.
    var account: Caller {
        get throws(Fault) {
            guard let caller else { throw .internal("a public route asked for its caller") }
            return caller
        }
    }

    /// The place, on a route whose permission is about a project.
    var inside: Place {
        get throws(Fault) {
            guard let place else { throw .internal("a route without a project asked for its place") }
            return place
        }
    }

    /// Where a stream goes on.
    var lastEventID: UInt64? {
        get throws(Fault) {
            guard let text = request.headers[.lastEventID] else { return nil }
            guard text.utf8.count <= 18, text.first != "+", let id = UInt64(text) else {
                throw .invalid("Last-Event-ID", "is not one that this stream gave")
            }
            return id
        }
    }

    /// The app that the path names.
    var app: String { get throws(Fault) { try parameter(Resource.app.rawValue).lowercased() } }

    /// Asks a service on the caller's behalf: the signed actor says who, where, and with what role.
    func send<Q: WireMessage, R: WireMessage>(_ method: RPCMethod<Q, R>, _ question: Q) async throws(Fault) -> R {
        try await backend.send(method, question, headers(actor: caller.map { $0.actor(in: place) }))
    }

    /// As `send`, with the role in another project than the path's.
    func send<Q: WireMessage, R: WireMessage>(
        _ method: RPCMethod<Q, R>, _ question: Q, in place: Place?
    ) async throws(Fault) -> R {
        try await backend.send(method, question, headers(actor: try account.actor(in: place)))
    }

    /// Asks one of the few methods that need no person.
    func ask<Q: WireMessage, R: WireMessage>(_ method: RPCMethod<Q, R>, _ question: Q) async throws(Fault) -> R {
        try await backend.send(method, question, headers(actor: nil))
    }

    /// The same call with time of its own: a stream goes on long after its request's deadline.
    var live: Call {
        var call = self
        call.deadline = .after(.seconds(10))
        return call
    }

    private func headers(actor: Actor?) -> CallContext {
        backend.context(context, deadline, actor: actor, idempotencyKey: command.key)
    }
}
