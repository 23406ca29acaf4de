import Core

/// What the deploy service keeps of an app: its names, what it runs, where its traffic goes.
struct AppRecord: Sendable, Hashable {
    var id: AppID
    var project: ProjectID
    var name: String
    var projectName: String
    var host: String
    var url: String
    /// How many instances are wanted; 0 is stopped.
    var scale: Int
    /// A range instead: `scale` is its lower end.
    var autoscaling: Autoscaling?
    /// Counts the restarts that were asked for: instances of an older one are replaced.
    var restartGeneration: Int64
    /// The deployment that is live.
    var current: DeploymentID?
    /// The active deployment, from the moment its instances are wanted.
    var candidate: DeploymentID?
    /// The deployment whose instances get the traffic: the live one, or the candidate in its last step.
    var routed: DeploymentID?
    var route: DesiredRoute
    var heldCommit: String?
    var isDeleting: Bool
    /// Revision of the status that others keep beside the app.
    var revision: Int64

    /// A new release is looked at even while the app is stopped: nothing goes live that was not seen to serve.
    var candidateScale: Int { max(1, scale) }
}

/// Where the traffic shall go, and how much of that the router has been seen to do.
struct DesiredRoute: Sendable, Hashable {
    /// Rises with every change; a route file of a newer generation is never overwritten.
    var generation: Int64
    var ports: [Int]
    var seenGeneration: Int64
    var seenAt: Timestamp?

    var isSeen: Bool { seenGeneration == generation }
}
