package import Core
package import Logging
import ServiceLifecycle
import Telemetry

/// Runs a pass again and again: at once, by nudge, and by the clock.
///
/// A pass takes no input and is idempotent, so there is one code path, used daily, that also survives restarts and lost
/// hints. A failing pass is one warning; the next one comes by the clock. A hundred nudges while a pass runs are one more.
package struct Reconciler: Service {
    private let name: String
    private let interval: Duration
    private let nudge: Nudge
    private let log: Logger
    private let pass: @Sendable () async throws -> Void

    package init(_ name: String, every interval: Duration, nudge: Nudge, log: Logger, pass: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.interval = interval
        self.nudge = nudge
        self.log = log
        self.pass = pass
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let start = ContinuousClock.now
                do {
                    try await pass()
                    ReconciliationMetrics.lastPass.set(Int(Timestamp.now().microseconds / 1_000_000), name)
                } catch {
                    if Task.isCancelled { break }
                    ReconciliationMetrics.failures.increment(name)
                    log.warning("a pass failed", metadata: ["reconciler": "\(name)", "error": "\(String(reflecting: error))"])
                }
                ReconciliationMetrics.pass.observe(since: start, name)
                await nudge.wait(atMost: interval)
            }
        }
    }
}
