import Core
import KubernetesClient
import Synchronization

/// Since when an API server that is ready has said of an app that we lack rights.
final class Doubts: Sendable {
    /// It reads roles a moment after it begins to answer.
    static let patience = Duration.seconds(5)

    private let since = Mutex<[AppID: ContinuousClock.Instant]>([:])

    /// How long it has said so, this time counted.
    func lasting(_ app: AppID) -> Duration {
        since.withLock { since in
            let first = since[app] ?? .now
            since[app] = first
            return ContinuousClock.now - first
        }
    }

    func forget(_ app: AppID) { since.withLock { _ = $0.removeValue(forKey: app) } }
}

extension KubernetesError {
    /// Forbidden, but not by a quota, a policy or an admission: roles can be granted, and are read late by a server that starts.
    var isLackOfRights: Bool {
        isForbidden && !isQuotaExceeded && !isPolicyViolation && !message.contains("denied the request")
    }
}
