import Dispatch
import Foundation
import Logging
import ServiceLifecycle

/// Bounds the graceful stop: the last of the list, so the first to hear of it.
///
/// The clock runs on a thread of its own; should something have blocked the pool, the process still ends in time.
struct StopClock: Service {
    /// Kubernetes kills after 30 s, supervisors often after 20 s and a bit.
    static let most = 20

    let readiness: Readiness
    let log: Logger

    func run() async throws {
        try? await gracefulShutdown()
        readiness.stop()
        log.info("stopping")
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(Self.most)) { [log] in
            log.critical("could not stop in time", metadata: ["seconds": "\(Self.most)"])
            exit(ExitCode.stuck.rawValue)
        }
    }
}
