import ChangeFeed
import Core
import Messages
import Messaging
import Postgres

/// The project service's projects: how long their lines are kept.
struct ProjectFacts: Sendable {
    let store: LogStore
    let rpc: RPCClient

    static func apply(_ db: isolated PostgresConnection, _ change: Change) throws {
        let retention = try ProjectRetention(try change.decode(Proto.Project.self))
        if change.verb == "deleted" { try LogStore.forget(retention.project, db) } else { try LogStore.keep(retention, db) }
    }

    /// All of them, when the feed no longer reaches back. A project that was deleted meanwhile has no apps, and so no lines.
    @Sendable func listAnew() async throws {
        var after = ""
        while true {
            let page = try await rpc.call(
                ProjectInternalRPC.listAllProjects, Proto.ListAllProjectsRequest(afterID: after, limit: 200), .new(deadline: .seconds(5)))
            guard let last = page.items.last else { return }
            try await store.keep(page.items.map { (project) throws(Fault) in try ProjectRetention(project) })
            after = last.id
        }
    }
}
