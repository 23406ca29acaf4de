import Core
import CPostgres
import Foundation
package import Logging

/// One session with the server, on a thread of its own.
///
/// libpq blocks, so the actor lives on a `Lane`; isolation proves that nobody else touches the handle, and a transaction is
/// a synchronous closure on it: one hop, no interleaving, nothing remote in between. Statements are prepared once per
/// session and text and run by name afterwards. A session that was lost is opened again by the next use, never in the
/// middle of one: what was running when it was lost may have happened, and only the caller knows whether to repeat it.
package actor PostgresConnection {
    let lane: Lane
    private let configuration: PostgresConfiguration
    private let notices: Notices
    private(set) var handle: OpaquePointer?
    /// The names of the statements that this session has prepared, by their text.
    var prepared: [String: String] = [:]
    var statementsMade = 0

    nonisolated package var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    /// Opens nothing yet.
    package init(_ configuration: PostgresConfiguration, log: Logger) {
        lane = Lane("postgres.\(configuration.database)")
        self.configuration = configuration
        notices = Notices(log: log)
    }

    isolated deinit {
        if let handle { PQfinish(handle) }
    }

    package var isOpen: Bool { handle.map { PQstatus($0) == CONNECTION_OK } ?? false }

    /// True between BEGIN and the end of the transaction, aborted or not.
    package var isInTransaction: Bool {
        handle.map { ![PQTRANS_IDLE, PQTRANS_UNKNOWN].contains(PQtransactionStatus($0)) } ?? false
    }

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
        notices.receive(from: handle)
        self.handle = handle
    }

    package func close() {
        if let handle { PQfinish(handle) }
        handle = nil
        prepared = [:]
    }

    /// An idle session has nothing to read, unless the server changed a setting or said goodbye. Then an empty query
    /// tells which: nothing of a caller has been sent yet, so it costs nothing to find out.
    private func isAlive() -> Bool {
        guard let handle, PQstatus(handle) == CONNECTION_OK else { return false }
        var waiting = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 0) > 0 else { return true }
        PQclear(PQexec(handle, ""))
        return PQstatus(handle) == CONNECTION_OK
    }
}
