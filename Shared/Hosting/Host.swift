package import ChangeFeed
import Core
package import Identity
package import Logging
import Messages
package import Messaging
package import Postgres
package import ServiceLifecycle
package import Telemetry
import Wire

/// The shared half of a service, handed to its assembly. Nothing in it is connected yet: assembling must not wait.
package struct Host: Sendable {
    /// "build".
    package let name: String
    /// "build-1": this process among its replicas.
    package let replica: String
    package let installation: String
    package let configuration: Settings
    package let log: Logger
    package let pool: PostgresPool
    package let nats: NATSConnection
    package let rpc: RPCClient
    package let verifier: ActorVerifier
    package let feed: ChangeFeed
    /// What this service looks at when it is asked how it is, beyond what all do.
    package let checks = Checks()

    /// What answers the service's subjects: the table's lines, and the change feed that every owner answers.
    /// - Parameter width: questions answered at once; the next ones wait in NATS' bounded buffer until their deadline.
    package func server(_ subjects: SubjectTable, width: Int = 64) -> any Service {
        let changes = RPCMethod<Proto.ChangesRequest, Proto.ChangesReply>(name, "internal.changes")
        let storage = RPCMethod<Proto.Empty, Proto.StorageReply>(name, "internal.storage")
        let (feed, pool) = (feed, pool)
        return
            subjects
            .answer(changes) { (request, _) async throws(Fault) in try await feed.answer(request) }
            .answer(storage) { (_, _) async throws(Fault) in try await DatabaseSize.measure(pool) }
            .server(nats: nats, verifier: verifier, log: log, width: width)
    }
}
