import Core
import CPostgres

/// One prepared statement on its way through a session, without a thread that waits for it.
///
/// Who asks sends, since the socket does not block here; the `EventLoop` reads the answer, and whoever runs on it goes on at
/// once. On the connection's lane a statement costs two changes of threads, here one or none.
final class Question: @unchecked Sendable {  // Safe: its steps follow one another, each begun by the one before.
    private let session: Session
    private let handle: OpaquePointer
    private let then: @Sendable (Result<Rows, PostgresError>) -> Void
    private var answer: OpaquePointer?

    /// - Parameter then: told once, on the sender's thread or on the loop's.
    init(_ session: Session, _ handle: OpaquePointer, then: @escaping @Sendable (Result<Rows, PostgresError>) -> Void) {
        self.session = session
        self.handle = handle
        self.then = then
    }

    /// - Parameter name: of a statement that this session has prepared.
    func send(_ name: String, _ values: [String?]) {
        // It would be blocking only to send more than the socket takes; the lane wants it that way again afterwards.
        let sent = PQsetnonblocking(handle, 1) == 0
            && withCStrings(values) { PQsendQueryPrepared(handle, name, Int32(values.count), $0, nil, nil, 0) } == 1
        if sent { flush() } else { end(lost) }
    }

    private func flush() {
        switch PQflush(handle) {
        case 0: wait(orRoom: false)
        case 1: wait(orRoom: true)
        default: end(lost)
        }
    }

    private func wait(orRoom: Bool) {
        EventLoop.shared.wait(for: PQsocket(handle), orRoom: orRoom) { [self] _ in
            guard PQconsumeInput(handle) == 1 else { return end(farewell ?? lost) }
            if orRoom { flush() } else { read() }
        }
    }

    /// Why the server ends the session, when it has said so before it went.
    private var farewell: Result<Rows, PostgresError>? {
        guard let said = answer else { return nil }
        answer = nil
        return Result { () throws(PostgresError) in try session.checked(said) }
    }

    /// Takes what has come. The session is free again only when the last of it has.
    private func read() {
        while PQisBusy(handle) == 0 {
            guard let next = PQgetResult(handle) else {
                return end(farewell ?? lost)
            }
            if let answer { PQclear(answer) }
            answer = next
        }
        wait(orRoom: false)
    }

    private var lost: Result<Rows, PostgresError> { .failure(.connectionLost(String(cString: PQerrorMessage(handle)))) }

    private func end(_ outcome: Result<Rows, PostgresError>) {
        if let answer { PQclear(answer) }
        answer = nil
        _ = PQsetnonblocking(handle, 0)
        then(outcome)
    }
}
