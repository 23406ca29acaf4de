import Postgres

/// Where a deployment is. `failed`, `cancelled` and `superseded` are final; live never becomes failed.
enum DeploymentState: String, PostgresValue, Sendable, CaseIterable {
    /// Waits for the active one of its app. Exits: building, deploying, cancelled, superseded.
    case pending
    /// Its commit is being resolved, its image made. Exits: deploying, failed, cancelled.
    case building
    /// Its instances are being started and looked at. Exits: live, failed, cancelled; building, when new variables turn out to be
    /// such that builds see.
    case deploying
    /// Its release is the one that serves. Exits: superseded.
    case live
    case failed
    case cancelled
    case superseded

    /// Holds the one place per app where something moves.
    var isActive: Bool { self == .building || self == .deploying }

    var isFinal: Bool { self == .failed || self == .cancelled || self == .superseded }

    /// Until it serves, a deployment can be called off.
    var mayBeCancelled: Bool { self == .pending || isActive }

    func mayBecome(_ next: DeploymentState) -> Bool {
        switch self {
        case .pending: [.building, .deploying, .cancelled, .superseded].contains(next)
        case .building: [.deploying, .failed, .cancelled].contains(next)
        case .deploying: [.live, .building, .failed, .cancelled].contains(next)
        case .live: next == .superseded
        case .failed, .cancelled, .superseded: false
        }
    }
}
