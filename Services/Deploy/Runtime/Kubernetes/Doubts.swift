import Core
import KubernetesClient
import Synchronization

/// Since when an API server that is ready has said of an app that we lack rights.
final class Doubts: Sendable {
    private struct Row {
        var first: ContinuousClock.Instant
        var last: ContinuousClock.Instant
    }

    /// It reads roles a moment after it begins to answer.
    static let patience = Duration.seconds(5)
    /// A doubt that nobody has raised for so long is none: the next one is another server's, another day.
    private static let memory = Duration.seconds(10)

    private let rows = Mutex<[AppID: Row]>([:])

    /// How long it has said so, this time counted.
    func lasting(_ app: AppID, at now: ContinuousClock.Instant = .now) -> Duration {
        rows.withLock { rows in
            var row = rows[app] ?? Row(first: now, last: now)
            if now - row.last > Self.memory { row.first = now }
            row.last = now
            rows[app] = row
            return now - row.first
        }
    }

    func forget(_ app: AppID) { rows.withLock { _ = $0.removeValue(forKey: app) } }

    func keep(only apps: Set<AppID>) { rows.withLock { rows in rows = rows.filter { apps.contains($0.key) } } }
}

extension KubernetesError {
    /// Forbidden, but not by a quota, a policy or an admission: roles can be granted, and are read late by a server that starts.
    var isLackOfRights: Bool {
        isForbidden && !isQuotaExceeded && !isPolicyViolation && !isDeniedByAdmission
    }
}
