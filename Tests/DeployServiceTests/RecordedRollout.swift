import Core
import Foundation
import Kubernetes
import Messages
import Testing

@testable import DeployService

/// What a cluster showed of a rollout, moment by moment (`Rollouts/*.json`: recorded, and shortened to what is read of it).
struct RecordedRollout: Decodable {
    struct Moment: Decodable {
        var at_ms: Int
        var deployment: Kubernetes.Deployment
        var pods: [Pod]
    }

    var replicaSets: [ReplicaSet]
    var events: [ObjectEvent]
    var moments: [Moment]

    /// How the app of every recording runs.
    static let run = RunSettings(
        Proto.RunSettings(healthPath: "/health", cpu: "500m", memory: "64Mi"), exposedPort: 8080, procfileCommand: "", imageUser: "1000")
    static let wanted = DeploymentID("019a0000-0000-7000-8000-000000000001") ?? DeploymentID()

    init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Rollouts")
        self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: folder.appending(path: "\(name).json")))
    }

    func facts(_ moment: Moment, replicas: Int = 1, after: Duration = .zero) -> RolloutFacts {
        let begun = moment.deployment.metadata.creationTimestamp ?? .now()
        return RolloutFacts(
            deployment: moment.deployment, replicaSets: replicaSets, pods: moment.pods, events: events, wanted: Self.wanted, replicas: replicas,
            run: Self.run, image: "registry.example/shop:1", patience: RolloutPatience(),
            now: begun.adding(.milliseconds(moment.at_ms)).adding(after))
    }

    /// The last moment before the cluster itself gave it up.
    var running: Moment {
        get throws { try #require(moments.last { $0.deployment.status?.conditions["Progressing"]?.status != "False" }) }
    }

    /// The verdict at every moment, and when it was first a failure.
    func verdicts(replicas: Int = 1) -> [(at: Int, verdict: RolloutVerdict)] {
        moments.map { ($0.at_ms, RolloutVerdict(facts($0, replicas: replicas))) }
    }
}
