package import Identity
package import Logging
package import ServiceLifecycle
package import Wire

/// Everything one service says and hears: its table of contents.
///
///     SubjectTable(service: "build")
///         .answer(BuildRPC.getBuild, GetBuildHandler(store).handle)
///         .calls(LogInternalRPC.append)
///         .consumes("app")
///
/// The NATS user's permissions are made from it, so a call that is not in the table does not reach anybody.
package struct SubjectTable: Sendable {
    package let service: String
    private(set) var routes: [String: Route] = [:]
    private var publishes: Set<String>
    private var subscribes: Set<String>

    package init(service: String) {
        self.service = service
        publishes = ["evt.v1.\(service).>", "nudge.v1.\(service).>"]
        subscribes = ["rpc.v1.\(service).> \(service)", "nudge.v1.\(service).>", "diag.v1.\(service)", "_INBOX_\(service).>"]
    }

    /// A method that is not internal is answered only for a verified actor.
    package func answer<Request, Reply>(
        _ method: RPCMethod<Request, Reply>,
        _ handler: @escaping RPCHandler<Request, Reply>
    ) -> SubjectTable {
        precondition(method.service == service, "\(method.subject) is not the \(service) service's to answer")
        precondition(routes[method.subject] == nil, "\(method.subject) is answered twice")
        return with { $0.routes[method.subject] = Route(method, handler) }
    }

    /// RPCs of others that this service is allowed to call.
    package func calls(_ methods: any AnyRPCMethod...) -> SubjectTable {
        with { table in table.publishes.formUnion(methods.map(\.subject)) }
    }

    /// Change feeds of others: their hints, and the question for what happened since.
    package func consumes(_ producers: String...) -> SubjectTable {
        with { table in
            table.subscribes.formUnion(producers.map { "evt.v1.\($0).>" })
            table.publishes.formUnion(producers.map { "rpc.v1.\($0).internal.changes" })
        }
    }

    /// Asks every process of every service how it is.
    package func examines() -> SubjectTable {
        with { table in table.publishes.insert("diag.v1.>") }
    }

    package func publishes(live kinds: String...) -> SubjectTable {
        with { table in table.publishes.formUnion(kinds.map { "live.v1.\($0).>" }) }
    }

    package func listens(live kinds: String...) -> SubjectTable {
        with { table in table.subscribes.formUnion(kinds.map { "live.v1.\($0).>" }) }
    }

    /// Exact: nothing that is not said here can be published or heard.
    package var permissions: NATSPermissions {
        NATSPermissions(publish: publishes.sorted(), subscribe: subscribes.sorted())
    }

    /// The subjects answered, for tests that compare them with the contract.
    package var answered: [String] { routes.keys.sorted() }

    /// Answers until shut down; at most `width` handlers run at once, and what comes then waits its turn, in libnats.
    package func server(nats: NATSConnection, verifier: ActorVerifier, log: Logger, width: Int = 64) -> any Service {
        RPCServer(table: self, nats: nats, verifier: verifier, log: log, width: width)
    }

    private func with(_ change: (inout SubjectTable) -> Void) -> SubjectTable {
        var copy = self
        change(&copy)
        return copy
    }
}
