import Core
import Messaging
import Postgres
import ServiceLifecycle
import Synchronization

/// Whether work sent here would be done: asks Postgres every two seconds, looks at NATS when asked.
///
/// `/readyz` answers from what is known, so that a flood of probes never reaches the database.
final class Readiness: Service {
    private struct State {
        var postgresAnswered: Timestamp?
        var postgresFault: Fault?
        var isStopping = false
    }
    private static let patience = Duration.seconds(5)
    private let pool: PostgresPool
    private let nats: NATSConnection
    private let state = Mutex(State())

    init(pool: PostgresPool, nats: NATSConnection) {
        self.pool = pool
        self.nats = nats
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.ask()
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }

    /// From now on no new work should come here.
    func stop() { state.withLock { $0.isStopping = true } }

    /// Why work can't be done here now, as sentences; empty when it can.
    var reasons: [String] {
        let (answered, fault, isStopping) = state.withLock { ($0.postgresAnswered, $0.postgresFault, $0.isStopping) }
        var reasons: [String] = []
        if isStopping { reasons.append("stopping") }
        if answered.map({ Timestamp.now() - $0 > Self.patience }) ?? true {
            reasons.append("Postgres has not answered within 5 s" + (fault.map { ": \($0.message)" } ?? ""))
        }
        if !nats.isConnected { reasons.append("not connected to NATS") }
        return reasons
    }

    private func ask() async {
        do {
            _ = try await pool.execute("asking Postgres whether it is there", "SELECT 1")
            state.withLock {
                $0.postgresAnswered = .now()
                $0.postgresFault = nil
            }
        } catch {
            state.withLock { $0.postgresFault = error }
        }
    }
}
