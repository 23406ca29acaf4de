import CPostgres
import Glibc

/// What libpq holds of one session, and what we know of it.
///
/// Used by one borrower at a time, of whom there are two kinds: code on the lane of the `PostgresConnection` that owns this,
/// which may block, and a single statement, whose answer the `EventLoop` waits for. The pool hands a connection to one of
/// them, and to the next when that one has given it back; its lock orders what they did.
final class Session: @unchecked Sendable {  // Safe: one borrower at a time, as said above.
    /// Here because libpq keeps a plain pointer to it for as long as `handle` lives.
    let notices: Notices
    var handle: OpaquePointer?
    /// The names of the statements that this session has prepared, by their text.
    var prepared: [String: String] = [:]
    var statementsMade = 0

    init(_ notices: Notices) {
        self.notices = notices
    }

    deinit { close() }

    func close() {
        if let handle { PQfinish(handle) }
        handle = nil
        prepared = [:]
    }

    var isOpen: Bool { handle.map { PQstatus($0) == CONNECTION_OK } ?? false }

    /// True between BEGIN and the end of the transaction, aborted or not.
    var isInTransaction: Bool {
        handle.map { ![PQTRANS_IDLE, PQTRANS_UNKNOWN].contains(PQtransactionStatus($0)) } ?? false
    }

    /// Open, and the server has sent nothing on its own, which may be a farewell.
    var isQuiet: Bool {
        guard let handle, isOpen else { return false }
        var waiting = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) == 0
    }

    /// Reads the error where it happened: libpq keeps one per connection, and the next call overwrites it.
    func checked(_ answer: OpaquePointer?) throws(PostgresError) -> Rows {
        guard let answer else { throw .connectionLost(handle.map { String(cString: PQerrorMessage($0)) } ?? "the session is closed") }
        switch PQresultStatus(answer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_COPY_IN:
            return Rows(answer)
        default:
            defer { PQclear(answer) }
            throw PostgresError(answer, isLost: !isOpen)
        }
    }
}
