package import Core
package import Logging
package import Messages
package import Messaging
package import Postgres
import Reconciliation
package import ServiceLifecycle

/// The facts of a service in commit order: a transactional outbox that is read by cursor.
///
/// A fact is a row, written in the transaction of its change; readers ask for the rows after their cursor and commit the
/// cursor with what they did about them. So each fact takes effect once and in order, whatever the bus loses, repeats or
/// reorders. A hint on `evt.v1.…` only says that asking is worth while. Facts are kept seven days; a reader that was away
/// for longer is told to list anew. A message queue with acknowledgements was refused: it would be a second truth.
package final class ChangeFeed: Sendable {
    private let service: String
    private let pool: PostgresPool
    private let nats: NATSConnection
    private let log: Logger
    private let nudge = Nudge()

    /// Bytes of payload in one answer: below what a message may carry.
    private static let mostBytes = 180 * 1024

    package init(service: String, pool: PostgresPool, nats: NATSConnection, log: Logger) {
        self.service = service
        self.pool = pool
        self.nats = nats
        self.log = log
    }

    /// To be said after a commit that recorded facts: the hints go out at once instead of within a second.
    @Sendable package func committed() { nudge() }

    /// Publishes hints and removes old facts, beside the service's other parts.
    package var publisher: any Service { HintPublisher(service: service, pool: pool, nats: nats, log: log, nudge: nudge) }

    /// Writes down, every ten seconds, how far behind hints are and what was parked.
    package var measurement: any Service {
        let measurement = FeedMeasurement(service: service, pool: pool)
        return Reconciler("feed_measurement", every: .seconds(10), nudge: Nudge(), log: log, pass: measurement.pass)
    }

    /// The facts after the reader's cursor, in commit order; or that the cursor is older than the feed, or of another life
    /// of this database (one that was restored counts its transactions anew).
    package func answer(_ request: Proto.ChangesRequest) async throws(Fault) -> Proto.ChangesReply {
        let limit = request.limit == 0 ? 100 : min(Int(request.limit), 500)
        return try await pool.transaction("reading changes") { db in
            if let newest = try db.newestIfExpired(xid: request.afterXid, id: request.afterID) {
                return Proto.ChangesReply(expired: true, newestXid: newest.xid, newestID: newest.id)
            }
            let changes = try db.changes(after: FeedPosition(xid: request.afterXid, id: request.afterID), limit: limit)
            return Proto.ChangesReply(changes: Self.bounded(changes))
        }
    }

    /// As many from the front as one message may carry; at least one.
    private static func bounded(_ changes: [Proto.Change]) -> [Proto.Change] {
        var bytes = 0
        return Array(
            changes.prefix { change in
                let isFirst = bytes == 0
                bytes += change.payload.count + change.entityID.utf8.count + 200
                return isFirst || bytes < mostBytes
            })
    }
}
