import Core
import Logging

/// Removes lines past their time or number: whole days where nobody needs them, else segment after segment.
///
/// Nobody is waited for. A reader or follower whose place was removed is told how many lines are missing there.
struct ExpiryReconciler: Sendable {
    let store: LogStore
    let retention: Retention
    let log: Logger

    @Sendable func pass() async throws {
        for day in try await store.expiredDays(retention) {
            do {
                try await store.drop(day: day)
                log.info("dropped a day's lines", metadata: ["day": "\(day)"])
            } catch {
                log.debug("a day is dropped by the next pass", metadata: ["day": "\(day)", "error": "\(String(reflecting: error))"])
            }
        }
        while true {
            let expired = try await store.expiredSegments(retention)
            var removed = 0
            for segment in expired {
                try Task.checkCancellation()
                if try await store.remove(segment: segment.first, of: segment.app, endingAt: segment.last) { removed += 1 }
            }
            // What others remove meanwhile is theirs.
            if removed == 0 { break }
        }
        try await store.expireMarks()
    }
}
