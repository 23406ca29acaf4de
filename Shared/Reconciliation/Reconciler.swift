package import Core
package import Logging
import Metrics
import ServiceLifecycle

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
        let duration = Timer(label: "slipway_reconciler_pass_seconds", dimensions: [("reconciler", name)])
        let lastPass = Gauge(label: "slipway_reconciler_last_pass_timestamp_seconds", dimensions: [("reconciler", name)])
        let failures = Counter(label: "slipway_reconciler_failures_total", dimensions: [("reconciler", name)])
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let start = ContinuousClock.now
                do {
                    try await pass()
                    lastPass.record(Timestamp.now().microseconds / 1_000_000)
                } catch {
                    if Task.isCancelled { break }
                    failures.increment()
                    log.warning("a pass failed", metadata: ["reconciler": "\(name)", "error": "\(String(reflecting: error))"])
                }
                duration.recordNanoseconds((ContinuousClock.now - start).nanoseconds)
                await nudge.wait(atMost: interval)
            }
        }
    }
}

extension Duration {
    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
