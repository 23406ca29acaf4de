import Core
package import Logging
import ServiceLifecycle
import Synchronization
import Telemetry

/// A few connections shared by everything in a process that asks the database.
///
/// Usable at once and without `run()`, which only closes what is not needed any more: a connection is opened when it is
/// first needed, opened again after it was lost, and closed after a minute without use. Who finds all of them taken waits
/// in line, for a bounded time behind a bounded number; the next one is refused, because a queue that nobody can state the
/// length of turns a slow database into a dead service.
package final class PostgresPool: Service, Sendable {
    package let configuration: PostgresConfiguration
    private let log: Logger
    private let state: Mutex<PoolState<PostgresConnection>>

    package init(_ configuration: PostgresConfiguration, log: Logger) {
        self.configuration = configuration
        self.log = log
        state = Mutex(PoolState(size: configuration.poolSize, mostWaiting: configuration.mostWaiting))
    }

    /// Writes down how much of it is in use now; `/metrics` says it before it answers.
    package func measure() {
        let (inUse, idle, waiting) = state.withLock { ($0.inUse, $0.unused, $0.waiting) }
        PostgresMetrics.size.set(configuration.poolSize)
        PostgresMetrics.connections.set(inUse, "in_use")
        PostgresMetrics.connections.set(idle, "idle")
        PostgresMetrics.waiters.set(waiting)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            while (try? await Task.sleep(for: .seconds(15))) != nil {
                let unused = state.withLock { $0.takeUnused(since: .now - .seconds(60)) }
                for connection in unused { await connection.close() }
            }
        }
        for connection in state.withLock({ $0.close() }) { await connection.close() }
    }

    /// Runs `body` on a leased connection, opened if need be.
    func withConnection<T: Sendable>(
        _ doing: String, _ body: @Sendable (isolated PostgresConnection) throws -> T
    ) async throws(Fault) -> T {
        let connection: PostgresConnection
        if let free = try lease() {
            connection = free
        } else {
            connection = try await waitInLine(doing) { connection, answer in answer.resume(returning: .success(connection)) }
        }
        return try await result(doing, connection.attempt(body, then: giveBack))
    }

    /// The answer to a single statement, which under load leaves itself in line instead of its caller: it is sent as soon as a
    /// connection is free, and its caller is woken once.
    func answer(_ doing: String, to sql: SQL) async throws(Fault) -> Rows {
        let outcome: Result<Rows, any Error>
        if let free = try lease() {
            outcome = await withCheckedContinuation { answer in run(sql, on: free, for: { answer.resume(returning: $0) }) }
        } else {
            outcome = try await waitInLine(doing) { [self] (connection, answer: Answer<Result<Rows, any Error>>) in
                run(sql, on: connection) { answer.resume(returning: .success($0)) }
            }
        }
        return try result(doing, outcome)
    }

    /// Decodes an answer; what goes wrong there is told as what goes wrong in asking.
    func decoding<T>(_ doing: String, _ decode: () throws -> T) throws(Fault) -> T {
        try result(doing, Result(catching: decode))
    }

    private func run(_ sql: SQL, on connection: PostgresConnection, for caller: @escaping @Sendable (Result<Rows, any Error>) -> Void) {
        connection.answer(to: sql) { [self] outcome in
            let next = state.withLock { $0.giveBack(connection, at: .now) }
            caller(outcome)
            next?.serve(connection)
        }
    }

    private func result<T>(_ doing: String, _ outcome: Result<T, any Error>) throws(Fault) -> T {
        switch outcome {
        case .success(let value): return value
        case .failure(let error as PostgresError): throw error.fault(doing)
        case .failure(let error): throw .wrapping(error, doing)
        }
    }
}

extension PostgresPool {
    private typealias Answer<Value> = CheckedContinuation<Result<Value, Fault>, Never>
    private typealias Waiter = PoolState<PostgresConnection>.Waiter

    /// A free connection, or a new one; nil when all are out.
    private func lease() throws(Fault) -> PostgresConnection? {
        switch state.withLock({ $0.lease() }) {
        case .taken(let connection): return connection
        case .make: return PostgresConnection(configuration, log: log)
        case .full: return nil
        case .refused(let fault):
            PostgresMetrics.refused.increment()
            throw fault
        }
    }

    private func waitInLine<Value: Sendable>(
        _ doing: String, serve: @escaping @Sendable (PostgresConnection, Answer<Value>) -> Void
    ) async throws(Fault) -> Value {
        let start = ContinuousClock.now
        let ticket = state.withLock { $0.ticket() }
        let outcome: Result<Value, Fault> = await withTaskCancellationHandler {
            await withCheckedContinuation { answer in
                join(
                    Waiter(
                        ticket: ticket, deadline: start + configuration.leaseTimeout,
                        serve: { connection in
                            PostgresMetrics.waited.observe(since: start)
                            serve(connection, answer)
                        },
                        refuse: { answer.resume(returning: .failure($0)) }))
            }
        } onCancel: {
            state.withLock { $0.abandon(ticket) }?.refuse(Fault(.cancelled, "cancelled", detail: doing))
        }
        return try outcome.get()
    }

    /// The world may have changed since `lease` said "full", so it is asked again under the same lock that joins the line.
    private func join(_ waiter: Waiter) {
        let next: @Sendable () -> Void = state.withLock { state in
            if Task.isCancelled { return { waiter.refuse(Fault(.cancelled, "cancelled")) } }
            switch state.lease() {
            case .taken(let connection): return { waiter.serve(connection) }
            case .make: return { [self] in waiter.serve(PostgresConnection(configuration, log: log)) }
            case .refused(let fault): return { waiter.refuse(fault) }
            case .full:
                state.wait(waiter)
                guard !state.isWatched else { return {} }
                state.isWatched = true
                return { [self] in watchDeadlines() }
            }
        }
        next()
    }

    /// One task while anybody waits, instead of a timer for each: a full pool is when timers cost most.
    private func watchDeadlines() {
        Task {
            while true {
                try? await Task.sleep(for: .milliseconds(50))
                let (expired, isOver) = state.withLock { state in
                    let expired = state.expire(at: .now)
                    state.isWatched = state.waiting > 0
                    return (expired, !state.isWatched)
                }
                for waiter in expired { waiter.refuse(PoolState<PostgresConnection>.busy) }
                if !expired.isEmpty { PostgresMetrics.refused.increment(by: expired.count) }
                if isOver { return }
            }
        }
    }

    /// Called on the connection's lane, as the last thing of its borrower.
    @Sendable private func giveBack(_ connection: PostgresConnection) {
        state.withLock { $0.giveBack(connection, at: .now) }?.serve(connection)
    }
}
