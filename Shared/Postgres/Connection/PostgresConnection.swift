import Core
import CPostgres
import Foundation
package import Logging

/// One session with the server, with a thread of its own for what blocks.
///
/// libpq blocks, so the actor lives on a `Lane` (a single statement of the pool's goes without: `answer`); isolation proves that nobody else touches the handle, and a transaction is
/// a synchronous closure on it: one hop, no interleaving, nothing remote in between. Statements are prepared once per
/// session and text and run by name afterwards. A session that was lost is opened again by the next use, never in the
/// middle of one: what was running when it was lost may have happened, and only the caller knows whether to repeat it.
package actor PostgresConnection {
    let lane: Lane
    private let configuration: PostgresConfiguration
    let session: Session

    nonisolated package var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    /// Opens nothing yet.
    package init(_ configuration: PostgresConfiguration, log: Logger) {
        lane = Lane("postgres.\(configuration.database)")
        self.configuration = configuration
        session = Session(Notices(log: log))
    }

    var handle: OpaquePointer? { session.handle }

    package var isOpen: Bool { session.isOpen }

    /// True between BEGIN and the end of the transaction, aborted or not.
    package var isInTransaction: Bool { session.isInTransaction }

    /// Opens the session unless it is open and, as far as one can tell without asking, alive.
    package func open() throws(PostgresError) {
        if isAlive() { return }
        close()
        let parameters = configuration.parameters
        let handle = withCStrings(parameters.map { $0.keyword } ) { keywords in
            withCStrings(parameters.map { $0.value }) { values in PQconnectdbParams(keywords, values, 0) }
        }
        guard let handle else { throw .notConnected("out of memory") }
        guard PQstatus(handle) == CONNECTION_OK else {
            let message = String(cString: PQerrorMessage(handle))
            PQfinish(handle)
            throw .notConnected(message)
        }
        session.notices.receive(from: handle)
        session.handle = handle
    }

    package func close() {
        session.close()
    }

    /// An idle session has nothing to read, unless the server changed a setting or said goodbye. Then an empty query
    /// tells which: nothing of a caller has been sent yet, so it costs nothing to find out.
    private func isAlive() -> Bool {
        guard let handle, isOpen else { return false }
        if session.isQuiet { return true }
        PQclear(PQexec(handle, ""))
        return isOpen
    }
}
