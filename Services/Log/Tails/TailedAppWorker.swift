import Core
import Logging
import Reconciliation

/// Reads all open tails of one app while this replica holds its lease.
struct TailedAppWorker: Sendable {
    /// How long a container that nobody announced here waits to be read: every replica looks every two seconds what to announce.
    private static let interval = Duration.seconds(10)

    let store: LogStore
    let source: any InstanceSource
    let live: LiveLines
    let limit: FloodLimit
    let log: Logger
    let nudges: TailNudges
    let refusals: TailRefusals

    func work(_ app: TailedApp) async {
        do {
            try await withHeartbeat(every: .seconds(2), renew: { try await store.renew(app) }) { try await readAll(app) }
        } catch is CancellationError {
        } catch is LeaseLost {
            log.debug("another replica reads an app's tails", metadata: ["app": "\(app.app)"])
        } catch {
            if !Task.isCancelled { log.warning("reading an app's tails", metadata: ["app": "\(app.app)", "error": "\(String(reflecting: error))"]) }
            try? await Task.sleep(for: .seconds(1))
        }
        // Even when this task is cancelled, as a graceful stop does: another replica goes on at once.
        let release = Task { try await store.release(app) }
        do {
            try await release.value
        } catch {
            log.debug("the lease will run out by itself", metadata: ["app": "\(app.app)", "error": "\(error)"])
        }
    }

    /// One child task a container; ends when no tail is open.
    private func readAll(_ app: TailedApp) async throws {
        try await nudges.listening(to: .app(app.app)) { changed in try await readAll(app, changed) }
    }

    private func readAll(_ app: TailedApp, _ changed: Nudge) async throws {
        let reader = TailReader(
            source: source, store: store, live: live, log: log, nudges: nudges, refusals: refusals, fence: app.fence, gate: FloodGate(limit))
        try await withThrowingTaskGroup(of: String?.self) { group in
            var reading: Set<String> = []
            // Wakes by a nudge or by the clock.
            func wake() {
                group.addTask {
                    await changed.wait(atMost: Self.interval)
                    return nil
                }
            }
            wake()
            while true {
                for tail in try await store.openTails(of: app.app) where !reading.contains(tail.container) {
                    reading.insert(tail.container)
                    group.addTask {
                        try await reader.run(tail)
                        return tail.container
                    }
                }
                if reading.isEmpty {
                    group.cancelAll()
                    return
                }
                guard let finished = try await group.next() else { return }
                try Task.checkCancellation()
                if let finished { reading.remove(finished) } else { wake() }
            }
        }
    }
}
