import Core
package import Logging
import Metrics
import ServiceLifecycle
import Synchronization

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
    private let waited: Timer
    private let refused: Counter

    package init(_ configuration: PostgresConfiguration, log: Logger) {
        self.configuration = configuration
        self.log = log
        state = Mutex(PoolState(size: configuration.poolSize, mostWaiting: configuration.mostWaiting))
        waited = Timer(label: "postgres_lease_wait")
        refused = Counter(label: "postgres_lease_refused")
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
        let connection = try await lease(doing)
        let outcome = await connection.attempt(body)
        giveBack(connection)
        switch outcome {
        case .success(let value): return value
        case .failure(let error as PostgresError): throw error.fault(doing)
        case .failure(let error): throw .wrapping(error, doing)
        }
    }
}

extension PostgresPool {
    private func lease(_ doing: String) async throws(Fault) -> PostgresConnection {
        switch state.withLock({ $0.lease() }) {
        case .taken(let connection): return connection
        case .make: return PostgresConnection(configuration, log: log)
        case .full: return try await waitForConnection(doing)
        case .refused(let fault):
            refused.increment()
            throw fault
        }
    }

    private func waitForConnection(_ doing: String) async throws(Fault) -> PostgresConnection {
        let start = ContinuousClock.now
        let ticket = state.withLock { $0.ticket() }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { grant in join(ticket, start, grant) }
        } onCancel: {
            state.withLock { $0.abandon(ticket) }?.resume(returning: .failure(Fault(.cancelled, "cancelled", detail: doing)))
        }
        waited.recordNanoseconds((ContinuousClock.now - start).microseconds * 1_000)
        return try outcome.get()
    }

    /// The world may have changed since `lease` said "full", so it is asked again under the same lock that joins the line.
    private func join(
        _ ticket: Int, _ start: ContinuousClock.Instant, _ grant: CheckedContinuation<Result<PostgresConnection, Fault>, Never>
    ) {
        let answer: Result<PostgresConnection, Fault>? = state.withLock { state in
            if Task.isCancelled { return .failure(Fault(.cancelled, "cancelled")) }
            switch state.lease() {
            case .taken(let connection): return .success(connection)
            case .make: return .success(PostgresConnection(configuration, log: log))
            case .refused(let fault): return .failure(fault)
            case .full:
                state.wait(ticket, until: start + configuration.leaseTimeout, grant)
                if state.waiting == 1 { watchDeadlines() }
                return nil
            }
        }
        if let answer { grant.resume(returning: answer) }
    }

    /// One task while anybody waits, instead of a timer for each: a full pool is when timers cost most.
    private func watchDeadlines() {
        Task {
            while true {
                try? await Task.sleep(for: .milliseconds(50))
                let (expired, isOver) = state.withLock { state in (state.expire(at: .now), state.waiting == 0) }
                for grant in expired { grant.resume(returning: .failure(PoolState<PostgresConnection>.busy)) }
                refused.increment(by: expired.count)
                if isOver { return }
            }
        }
    }

    private func giveBack(_ connection: PostgresConnection) {
        let next = state.withLock { $0.giveBack(connection, at: .now) }
        next?.resume(returning: .success(connection))
    }
}
