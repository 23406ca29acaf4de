import Core
import HTTPClient
import Synchronization

/// Asks an app at a steady rate, whatever it answers, and counts. Bounded in time and number.
final class Load: Sendable {
    struct Outcome: Sendable {
        var answered = 0
        var failures: [String] = []
    }

    private let outcome = Mutex(Outcome())

    /// Runs `body` while `rate` requests a second go to the app; at most five minutes of them.
    static func during(_ app: App, rate: Int = 200, _ body: @escaping @Sendable () async throws -> Void) async throws -> Outcome {
        let load = Load()
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                await load.run(app, rate: rate, most: rate * 300)
                return false
            }
            group.addTask {
                try await body()
                return true
            }
            while let isBody = try await group.next() {
                if isBody { group.cancelAll() }
            }
            return load.outcome.withLock { $0 }
        }
    }

    private func run(_ app: App, rate: Int, most: Int) async {
        let clock = ContinuousClock()
        let start = clock.now
        await withDiscardingTaskGroup { group in
            for number in 0..<most {
                do { try await clock.sleep(until: start + .milliseconds(1000 * number / rate)) } catch { return }
                group.addTask { await self.ask(app) }
            }
        }
    }

    private func ask(_ app: App) async {
        // A request under way when the test's body ends is neither answered nor failed.
        do {
            let answer = try await app.get()
            outcome.withLock { outcome in
                if answer.status == 200 { outcome.answered += 1 } else { outcome.failures.append("\(answer.status): \(answer.body.prefix(80))") }
            }
        } catch {
            guard !Task.isCancelled else { return }
            outcome.withLock { $0.failures.append("\(error)") }
        }
    }
}
