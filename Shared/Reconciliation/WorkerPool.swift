package import Core
package import Logging
import ServiceLifecycle
import Telemetry

/// Claims rows of work while there is room, at most `width` at once; wakes by nudge and by the clock.
///
/// `claim` takes one row with a lease (`FOR UPDATE SKIP LOCKED`), so replicas share the work without knowing each other.
/// At a graceful stop it claims no more and cancels what runs: leases are released by the work itself or run out.
package struct WorkerPool<Work: Sendable>: Service {
    private let name: String
    private let width: Int
    private let interval: Duration
    private let nudge: Nudge
    private let log: Logger
    private let claim: @Sendable () async throws -> Work?
    private let work: @Sendable (Work) async -> Void

    package init(
        _ name: String, width: Int, every interval: Duration = .seconds(1), nudge: Nudge, log: Logger,
        claim: @escaping @Sendable () async throws -> Work?, work: @escaping @Sendable (Work) async -> Void
    ) {
        self.name = name
        self.width = width
        self.interval = interval
        self.nudge = nudge
        self.log = log
        self.claim = claim
        self.work = work
    }

    package func run() async throws {
        ReconciliationMetrics.width.set(width, name)
        ReconciliationMetrics.running.set(0, name)
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Bool.self) { group in
                var count = 0
                var sleeps = false
                while !Task.isCancelled {
                    while count < width, let next = await claimed() {
                        count += 1
                        ReconciliationMetrics.running.set(count, name)
                        group.addTask {
                            await work(next)
                            return true
                        }
                    }
                    // One child sleeps until a nudge or the clock; a child that works wakes us by ending.
                    if !sleeps {
                        sleeps = true
                        group.addTask {
                            await nudge.wait(atMost: interval)
                            return false
                        }
                    }
                    guard let hasWorked = await group.next() else { break }
                    if hasWorked {
                        count -= 1
                        ReconciliationMetrics.running.set(count, name)
                    } else {
                        sleeps = false
                    }
                }
                group.cancelAll()
            }
        }
    }

    private func claimed() async -> Work? {
        guard !Task.isCancelled else { return nil }
        do {
            return try await claim()
        } catch {
            if !Task.isCancelled {
                log.warning("claiming failed", metadata: ["pool": "\(name)", "error": "\(String(reflecting: error))"])
            }
            return nil
        }
    }
}
