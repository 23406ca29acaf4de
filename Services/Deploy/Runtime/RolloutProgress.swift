import Core

/// How far a release is on its way to be what serves, as its runtime has seen it.
struct RolloutProgress: Sendable, Equatable {
    /// The sentence for the timeline, once everything of the release was handed over; nil before.
    var applied: String?
    /// Instances of the release that were seen to serve, and how many it takes.
    var ready = 0
    var wanted = 1
    /// Since when the last of them has served.
    var servingSince: Timestamp?
    /// Why it will not come to anything.
    var failure: DeploymentFailure?
    /// What stands in its way and may pass; what it failed by, when patience ends before.
    var hindrance: DeploymentFailure?
    /// The sentence for the timeline, once all traffic goes to the release and to nothing else; nil before.
    var routed: String?
    /// What a person who waits may know: "0 of 2 ready. GET /health answered 503."
    var remark = ""

    var isReady: Bool { ready >= wanted }

    /// "1 of 2 ready." and what is known beside it.
    var sentence: String {
        let count = "\(ready) of \(wanted) ready."
        return remark.isEmpty ? count : "\(count) \(remark)"
    }
}
