import Core
import Logging
import Reconciliation

/// Gives an app its turn with the runtime: one worker at a time, by a lease with a fence.
///
/// Every step may be the last one before a crash: the next replica looks again and goes on.
struct AppWorker: Sendable {
    let store: DeployStore
    let runtime: any Runtime
    /// Wakes those who claim apps.
    let nudge: Nudge
    let log: Logger

    /// While something moves, it is looked at this often.
    static let brisk = Duration.milliseconds(150)
    /// A worker stays with one app this long before others get a turn.
    private static let turns = 40

    func work(_ lease: Leased<AppID>) async {
        var pause = Duration.seconds(1)
        do {
            pause = try await withHeartbeat(renew: { try await store.renew(lease) }) {
                for _ in 0..<Self.turns {
                    let pause = try await runtime.pass(lease)
                    guard pause <= Self.brisk else { return pause }
                    try await Task.sleep(for: pause)
                }
                return .zero
            }
        } catch is LeaseLost {
            return
        } catch {
            let fault = Fault.wrapping(error, "looking after an app")
            if fault.code != .cancelled, fault.reason != "lease_lost" {
                log.warning("looking after an app failed", metadata: ["app": "\(lease.key)", "error": "\(String(reflecting: fault))"])
            }
        }
        // Should this fail, the lease runs out by itself.
        try? await store.release(lease, after: pause)
        nudge(after: pause)
    }
}
