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

    static let wanted = DeploymentID("019a0000-0000-7000-8000-000000000001") ?? DeploymentID()

    init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Rollouts")
        self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: folder.appending(path: "\(name).json")))
    }

    func facts(_ moment: Moment, replicas: Int = 1, after: Duration = .zero) -> RolloutFacts {
        let begun = moment.deployment.metadata.creationTimestamp ?? .now()
        return RolloutFacts(
            deployment: moment.deployment, replicaSets: replicaSets, pods: moment.pods, events: events, wanted: Self.wanted, replicas: replicas,
            run: RolloutTests.run, image: "registry.example/shop:1", patience: RolloutPatience(),
            now: begun.adding(.milliseconds(moment.at_ms)).adding(after))
    }

    /// The verdict at every moment, and when it was first a failure.
    func verdicts(replicas: Int = 1) -> [(at: Int, verdict: RolloutVerdict)] {
        moments.map { ($0.at_ms, RolloutVerdict(facts($0, replicas: replicas))) }
    }
}

@Suite struct RolloutTests {
    static let run = RunSettings(
        Proto.RunSettings(healthPath: "/health", cpu: "500m", memory: "64Mi"), exposedPort: 8080, procfileCommand: "", imageUser: "1000")

    private func failure(_ name: String, output: String = "boom") throws -> (at: Int, failure: DeploymentFailure) {
        let recorded = try RecordedRollout(name)
        for (at, verdict) in recorded.verdicts() {
            if case .served = verdict { Issue.record("\(name) was taken for served at \(at) ms") }
            if case .failed(let cause) = verdict { return (at, cause.failure(Self.run, output: output)) }
        }
        Issue.record("\(name) never failed")
        return (0, DeploymentFailure(reason: .internal, message: ""))
    }

    @Test func `a good rollout is served when the last instance is, and not a moment before`() throws {
        let verdicts = try RecordedRollout("good").verdicts(replicas: 2)
        let served = verdicts.drop { if case .served = $0.verdict { false } else { true } }
        #expect(verdicts.count > served.count + 5)
        #expect(served.allSatisfy { if case .served(2, _) = $0.verdict { true } else { false } })
        #expect(served.count >= 1)
    }

    @Test func `it is served when no router asks an instance of before any more`() throws {
        let recorded = try RecordedRollout("good")
        var facts = recorded.facts(try #require(recorded.moments.last), replicas: 2)
        var old = try #require(facts.pods.first)
        old.metadata.name = "shop-old"
        old.metadata.ownerReferences?[0].uid = "of-before"
        // Asked for its end four seconds ago, and given fifteen.
        old.metadata.deletionTimestamp = facts.now.adding(.seconds(11))
        old.metadata.deletionGracePeriodSeconds = 15
        facts.pods.append(old)
        facts.drain = .seconds(5)
        #expect(RolloutVerdict(facts) == .progressing(ready: 2, remark: "1 instance of before finishes its requests."))
        facts.now = facts.now.adding(.seconds(1))
        guard case .served(2, _) = RolloutVerdict(facts) else {
            Issue.record("it waits for more than routers")
            return
        }
        // One of the new that a node lost is no matter of routers.
        facts.pods[facts.pods.count - 1].metadata.ownerReferences = facts.newPods.first?.metadata.ownerReferences
        facts.now = facts.now.adding(.seconds(-1))
        guard case .served(2, _) = RolloutVerdict(facts) else {
            Issue.record("it waits for one of its own")
            return
        }
    }

    @Test func `a crash is told at the second exit, with the last output`() throws {
        let (at, failure) = try failure("crash-loop")
        #expect(at < 3_000)
        #expect(failure == DeploymentFailure(reason: .containerExited, message: "The container exited with 3 twice.", details: "boom"))
    }

    @Test func `memory that ran out is told as such, with the limit`() throws {
        let (at, failure) = try failure("oom", output: "")
        #expect(at < 3_000)
        #expect(failure.reason == .outOfMemory)
        #expect(failure.message == "The container was killed at 64 MiB; give it more memory.")
    }

    @Test func `an image that is not there is told at the first refusal`() throws {
        let (at, failure) = try failure("pull-error")
        #expect(at < 2_000)
        #expect(failure.reason == .imagePullFailed)
        #expect(failure.message == "The image registry.example/shop:1 can't be pulled.")
        #expect(failure.details.contains("localhost:5000/absent:1: not found"))
    }

    @Test func `a command that is not there is named`() throws {
        let (at, failure) = try failure("bad-command")
        #expect(at < 3_000)
        #expect(failure.reason == .containerExited)
        #expect(failure.message == "The command `/bin/absent` can't be run: the image has no such file.")
    }

    @Test func `who is never ready is told what it answers, and fails at the deadline`() throws {
        let recorded = try RecordedRollout("never-ready")
        let running = try #require(recorded.moments.last { $0.deployment.status?.conditions["Progressing"]?.status != "False" })
        #expect(RolloutVerdict(recorded.facts(running)) == .progressing(ready: 0, remark: "GET /health answered 404."))
        guard case .failed(let cause) = RolloutVerdict(recorded.facts(running, after: .seconds(60))) else {
            Issue.record("it did not fail")
            return
        }
        #expect(cause.evidence?.pod == "never-ready-66b679f9df-mlf5l")
        let failure = cause.failure(Self.run, output: "listening")
        #expect(failure.reason == .notReady)
        #expect(failure.message == "GET /health answered 404 for 60 s; a cluster wants an answer from 200 to 399.")
    }

    @Test func `a port where nobody listens is told in full after a while, and is no failure before the deadline`() throws {
        let refused = ProbeFailure("Readiness probe failed: dial tcp 10.244.0.9:8080: connect: connection refused")
        #expect(refused == .refused)
        #expect(refused.remark(Self.run, after: .seconds(2)) == "Nothing listens on port 8080 yet.")
        let sentence = refused.remark(Self.run, after: .seconds(6))
        #expect(sentence == "Nothing in the container listens on port 8080; the app is given its port as $PORT, and must listen on 0.0.0.0.")
        var recorded = try RecordedRollout("never-ready")
        for index in recorded.events.indices { recorded.events[index].message = "Readiness probe failed: dial tcp: connect: connection refused" }
        let running = try #require(recorded.moments.last { $0.deployment.status?.conditions["Progressing"]?.status != "False" })
        #expect(RolloutVerdict(recorded.facts(running, after: .seconds(6))) == .progressing(ready: 0, remark: sentence ?? ""))
    }

    @Test func `time in which the cluster could not be heard is held against nobody`() throws {
        let recorded = try RecordedRollout("never-ready")
        let running = try #require(recorded.moments.last { $0.deployment.status?.conditions["Progressing"]?.status != "False" })
        var facts = recorded.facts(running, after: .seconds(70))
        facts.heardSince = facts.now.adding(.seconds(-50))
        guard case .progressing = RolloutVerdict(facts) else {
            Issue.record("it failed by the clock of an outage")
            return
        }
        facts.heardSince = facts.now.adding(.seconds(-61))
        guard case .failed = RolloutVerdict(facts) else {
            Issue.record("it never fails")
            return
        }
    }

    @Test func `instances that the cluster refuses to make are told by why`() throws {
        let (_, limits) = try failure("unschedulable")
        #expect(limits.reason == .quotaExceeded)
        #expect(limits.message.contains("must be less than or equal to cpu limit of 500m"))
        #expect(!limits.message.contains("unschedulable-7c9dcf9849"))
        let (_, policy) = try failure("pod-security")
        #expect(policy.reason == .policyRefused)
        #expect(policy.message.contains("violates PodSecurity"))
    }

    @Test(arguments: [
        ("pods \"q2\" is forbidden: exceeded quota: default, requested: requests.cpu=1500m, used: requests.cpu=1540m, limited: requests.cpu=2", FailureReason.quotaExceeded),
        ("admission webhook \"policy.example\" denied the request: no latest tags", .policyRefused),
        ("serviceaccount \"slipway-app\" not found", .notReady),
    ])
    func `a refusal is read`(_ said: String, _ reason: FailureReason) {
        #expect(RolloutCause(refusal: said).failure(Self.run, output: "").reason == reason)
    }

    /// A Pod in the place of a recorded one, with this status.
    private func verdict(_ status: PodStatus, after: Duration = .seconds(3)) throws -> RolloutVerdict {
        var recorded = try RecordedRollout("never-ready")
        var moment = try #require(recorded.moments.last { $0.deployment.status?.conditions["Progressing"]?.status != "False" })
        moment.pods[0].status = status
        recorded.events = []
        return RolloutVerdict(recorded.facts(moment, after: after))
    }

    private func failure(_ status: PodStatus, after: Duration = .seconds(3)) throws -> DeploymentFailure? {
        guard case .failed(let cause) = try verdict(status, after: after) else { return nil }
        return cause.failure(Self.run, output: "")
    }

    @Test func `nobody takes it: first a remark, then a failure`() throws {
        let since = try #require(RecordedRollout("never-ready").moments[0].deployment.metadata.creationTimestamp)
        let said = "0/3 nodes are available: 3 Insufficient memory."
        let status = PodStatus(
            phase: "Pending", conditions: [Condition(type: "PodScheduled", status: "False", reason: "Unschedulable", message: said, lastTransitionTime: since)])
        #expect(try verdict(status) == .progressing(ready: 0, remark: "No node takes it: \(said)"))
        let failure = try #require(try failure(status, after: .seconds(8)))
        #expect(failure.reason == .unschedulable)
        #expect(failure.message == "No node of the cluster has room for an instance with 500m CPU and 64 MiB.")
        #expect(failure.details == said)
    }

    @Test(arguments: [
        ("CreateContainerConfigError", "container has runAsNonRoot and image will run as root (pod: \"x\")", FailureReason.imageRequiresRoot),
        ("CreateContainerConfigError", "container has runAsNonRoot and image has non-numeric user (node), cannot verify user is non-root", .imageRequiresRoot),
        ("InvalidImageName", "couldn't parse image reference", .imagePullFailed),
        ("ErrImagePull", "pull access denied, repository does not exist or may require authorization", .imagePullFailed),
    ])
    func `what a container waits for without hope ends the rollout`(_ reason: String, _ said: String, _ expected: FailureReason) throws {
        let waiting = ContainerStatus(name: "app", state: .init(waiting: .init(reason: reason, message: said)), restartCount: 0)
        #expect(try failure(PodStatus(phase: "Pending", containerStatuses: [waiting]))?.reason == expected)
    }

    @Test(arguments: [
        ("ErrImagePull", "dial tcp 10.0.0.1:5000: connect: connection refused"), ("ContainerCreating", ""),
        ("CreateContainerConfigError", "configmap \"shop-1\" not found"),
    ])
    func `what may pass is waited for`(_ reason: String, _ said: String) throws {
        let waiting = ContainerStatus(name: "app", state: .init(waiting: .init(reason: reason, message: said)), restartCount: 0)
        #expect(try failure(PodStatus(phase: "Pending", containerStatuses: [waiting])) == nil)
    }

    /// What two Pods of the rollout say together.
    private func verdict(_ pods: [(born: Int, PodStatus)], after: Duration, events: [ObjectEvent] = []) throws -> RolloutVerdict {
        var recorded = try RecordedRollout("never-ready")
        var moment = try #require(recorded.moments.last { $0.deployment.status?.conditions["Progressing"]?.status != "False" })
        let begun = try #require(moment.deployment.metadata.creationTimestamp)
        moment.at_ms = 0
        let pattern = moment.pods[0]
        moment.pods = pods.enumerated().map { index, one in
            var pod = pattern
            (pod.metadata.name, pod.metadata.uid) = ("never-ready-\(index)", "pod-\(index)")
            pod.metadata.creationTimestamp = begun.adding(.seconds(one.born))
            pod.status = one.1
            return pod
        }
        recorded.events = events
        return RolloutVerdict(recorded.facts(moment, after: after))
    }

    private func begun() throws -> Timestamp { try #require(RecordedRollout("never-ready").moments[0].deployment.metadata.creationTimestamp) }

    private func evicted(at second: Int, _ begun: Timestamp) -> PodStatus {
        PodStatus(
            phase: "Failed", reason: "Evicted", message: "The node was low on resource: memory.", startTime: begun,
            conditions: [Condition(type: "Ready", status: "False", lastTransitionTime: begun.adding(.seconds(second)))])
    }

    @Test func `one instance may go with its node; the rollout fails when its replacement goes too, or never comes`() throws {
        let begun = try begun()
        let remark = "The cluster ended an instance and starts another: The node was low on resource: memory."
        let first = (born: 0, evicted(at: 10, begun))
        #expect(try verdict([first], after: .seconds(12)) == .progressing(ready: 0, remark: remark))
        let creating = PodStatus(phase: "Pending", containerStatuses: [ContainerStatus(name: "app", state: .init(waiting: .init(reason: "ContainerCreating")))])
        #expect(try verdict([first, (10, creating)], after: .seconds(200)) == .progressing(ready: 0, remark: remark))
        #expect(try verdict([first, (0, evicted(at: 10, begun))], after: .seconds(12)) == .progressing(ready: 0, remark: remark), "both of one node")
        let said = "The node was low on resource: memory."
        #expect(try verdict([first, (11, evicted(at: 20, begun))], after: .seconds(21)) == .failed(.evicted(pod: "never-ready-1", said)))
        #expect(try verdict([first], after: .seconds(69)) == .progressing(ready: 0, remark: remark))
        #expect(try verdict([first], after: .seconds(70)) == .failed(.evicted(pod: "never-ready-0", said)))
    }

    @Test func `who lacks what it is made of fails after a minute, with what is lacking`() throws {
        let said = "configmap \"shop-1\" not found"
        let waiting = ContainerStatus(name: "app", state: .init(waiting: .init(reason: "CreateContainerConfigError", message: said)), restartCount: 0)
        let status = PodStatus(phase: "Pending", startTime: try begun(), containerStatuses: [waiting])
        #expect(try verdict([(0, status)], after: .seconds(59)) == .progressing(ready: 0, remark: said))
        #expect(try verdict([(0, status)], after: .seconds(60)) == .failed(.stuck(said)))
        let unmade = ContainerStatus(name: "app", state: .init(waiting: .init(reason: "CreateContainerError", message: "context deadline exceeded")))
        let never = PodStatus(phase: "Pending", startTime: try begun(), containerStatuses: [unmade])
        #expect(try verdict([(0, never)], after: .seconds(60)) == .failed(.start("context deadline exceeded")))
    }

    @Test func `an init container of others that fails is named`() throws {
        let proxy = ContainerStatus(
            name: "proxy-init", state: .init(waiting: .init(reason: "CrashLoopBackOff", message: "back-off 10s")),
            lastState: .init(terminated: .init(exitCode: 2, reason: "Error")), restartCount: 3)
        let app = ContainerStatus(name: "app", state: .init(waiting: .init(reason: "PodInitializing")))
        let status = PodStatus(phase: "Pending", startTime: try begun(), initContainerStatuses: [proxy], containerStatuses: [app])
        let said = "The init container proxy-init exited with 2."
        #expect(try verdict([(0, status)], after: .seconds(5)) == .progressing(ready: 0, remark: said))
        #expect(try verdict([(0, status)], after: .seconds(60)) == .failed(.stuck(said)))
    }

    @Test func `who is being created is waited for longer, and what its node says of it is told`() throws {
        let begun = try begun()
        let app = ContainerStatus(name: "app", state: .init(waiting: .init(reason: "ContainerCreating")))
        let status = PodStatus(phase: "Pending", startTime: begun, containerStatuses: [app])
        let said = "Failed to create pod sandbox: plugin type=\"bridge\" failed"
        func event(at second: Int) -> ObjectEvent {
            var event = ObjectEvent(
                metadata: ObjectMeta(name: "e", namespace: "demo"), involvedObject: .init(kind: "Pod", uid: "pod-0"), reason: "FailedCreatePodSandBox", message: said)
            event.lastTimestamp = begun.adding(.seconds(second))
            return event
        }
        #expect(try verdict([(0, status)], after: .seconds(5), events: [event(at: 4)]) == .progressing(ready: 0, remark: ""))
        #expect(try verdict([(0, status)], after: .seconds(30), events: [event(at: 25)]) == .progressing(ready: 0, remark: said))
        #expect(try verdict([(0, status)], after: .seconds(300), events: [event(at: 290)]) == .failed(.stuck(said)))
        // Its image may come a long way.
        var pulling = status
        pulling.conditions = [Condition(type: "PodReadyToStartContainers", status: "True", lastTransitionTime: begun)]
        #expect(try verdict([(0, pulling)], after: .seconds(300), events: [event(at: 290)]) == .progressing(ready: 0, remark: ""))
        #expect(try verdict([(0, status)], after: .seconds(300), events: [event(at: 10)]) == .progressing(ready: 0, remark: ""))
        #expect(try verdict([(0, status)], after: .seconds(300)) == .progressing(ready: 0, remark: ""))
    }

    @Test func `instances to which nothing leads serve nobody`() throws {
        let recorded = try RecordedRollout("good")
        var facts = recorded.facts(try #require(recorded.moments.last), replicas: 2)
        facts.absent = ["Ingress shop"]
        #expect(RolloutVerdict(facts) == .progressing(ready: 2, remark: "Ingress shop is not in the cluster yet."))
    }

    @Test func `one exit may happen, and containers of others do not count`() throws {
        let once = ContainerStatus(
            name: "app", state: .init(running: .init(startedAt: .now())), lastState: .init(terminated: .init(exitCode: 1, reason: "Error")), restartCount: 1)
        let sidecar = ContainerStatus(
            name: "proxy", state: .init(waiting: .init(reason: "CrashLoopBackOff")), lastState: .init(terminated: .init(exitCode: 9)), restartCount: 7)
        #expect(try failure(PodStatus(phase: "Running", containerStatuses: [once, sidecar])) == nil)
    }

    @Test func `instances of before that still count are not overlooked`() throws {
        let recorded = try RecordedRollout("good")
        var moment = try #require(recorded.moments.last)
        moment.deployment.status?.replicas = 3
        guard case .progressing(2, let remark) = RolloutVerdict(recorded.facts(moment, replicas: 2)) else {
            Issue.record("served while an old instance is counted")
            return
        }
        #expect(remark == "1 instance of before is being stopped.")
    }

    @Test func `a status that speaks of an older spec says nothing`() throws {
        let recorded = try RecordedRollout("good")
        var moment = try #require(recorded.moments.last)
        moment.deployment.metadata.generation = 2
        #expect(RolloutVerdict(recorded.facts(moment, replicas: 2)) == .progressing(ready: 0, remark: ""))
        var facts = recorded.facts(try #require(recorded.moments.last), replicas: 2)
        facts.wanted = DeploymentID()
        #expect(RolloutVerdict(facts) == .progressing(ready: 0, remark: ""))
    }

    @Test func `more is wanted than is there`() throws {
        let recorded = try RecordedRollout("good")
        let last = try #require(recorded.moments.last)
        guard case .progressing = RolloutVerdict(recorded.facts(last, replicas: 3)) else {
            Issue.record("two of three were taken for all")
            return
        }
    }
}
