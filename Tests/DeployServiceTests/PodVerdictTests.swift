import Core
import Kubernetes
import Testing

@testable import DeployService

/// The verdict on Pods that no recording shows, each in the place of a recorded one.
@Suite struct PodVerdictTests {
    /// A Pod in the place of a recorded one, with this status.
    private func verdict(_ status: PodStatus, after: Duration = .seconds(3)) throws -> RolloutVerdict {
        var recorded = try RecordedRollout("never-ready")
        var moment = try recorded.running
        moment.pods[0].status = status
        recorded.events = []
        return RolloutVerdict(recorded.facts(moment, after: after))
    }

    private func failure(_ status: PodStatus, after: Duration = .seconds(3)) throws -> DeploymentFailure? {
        guard case .failed(let cause) = try verdict(status, after: after) else { return nil }
        return cause.failure(RecordedRollout.run, output: "")
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
        ("ImagePullBackOff", "Back-off pulling image \"x\": ErrImagePull: pull access denied", .imagePullFailed),
        ("ErrImagePull", "pull access denied, repository does not exist or may require authorization", .imagePullFailed),
    ])
    func `what a container waits for without hope ends the rollout`(_ reason: String, _ said: String, _ expected: FailureReason) throws {
        let waiting = ContainerStatus(name: "app", state: .init(waiting: .init(reason: reason, message: said)), restartCount: 0)
        #expect(try failure(PodStatus(phase: "Pending", containerStatuses: [waiting]))?.reason == expected)
    }

    @Test(arguments: [
        ("ErrImagePull", "dial tcp 10.0.0.1:5000: connect: connection refused"), ("ContainerCreating", ""),
        ("ErrImagePull", "pull QPS exceeded"), ("ImagePullBackOff", "Back-off pulling image \"registry.example/shop:1\""),
        ("ErrImagePull", "Head \"https://r.test/v2/\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"),
        ("CreateContainerConfigError", "configmap \"shop-1\" not found"),
    ])
    func `what may pass is waited for`(_ reason: String, _ said: String) throws {
        let waiting = ContainerStatus(name: "app", state: .init(waiting: .init(reason: reason, message: said)), restartCount: 0)
        #expect(try failure(PodStatus(phase: "Pending", containerStatuses: [waiting])) == nil)
    }

    /// What two Pods of the rollout say together.
    private func verdict(_ pods: [(born: Int, PodStatus)], after: Duration, events: [ObjectEvent] = []) throws -> RolloutVerdict {
        var recorded = try RecordedRollout("never-ready")
        var moment = try recorded.running
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

    @Test func `one exit may happen, and containers of others do not count`() throws {
        let once = ContainerStatus(
            name: "app", state: .init(running: .init(startedAt: .now())), lastState: .init(terminated: .init(exitCode: 1, reason: "Error")), restartCount: 1)
        let sidecar = ContainerStatus(
            name: "proxy", state: .init(waiting: .init(reason: "CrashLoopBackOff")), lastState: .init(terminated: .init(exitCode: 9)), restartCount: 7)
        #expect(try failure(PodStatus(phase: "Running", containerStatuses: [once, sidecar])) == nil)
    }

    @Test func `who was ready and is not for a moment is given its time anew, and old exits are not held against it`() throws {
        let begun = try begun()
        func status(unreadySince: Int) -> PodStatus {
            let app = ContainerStatus(
                name: "app", state: .init(running: .init(startedAt: begun)), lastState: .init(terminated: .init(exitCode: 1, reason: "OOMKilled")), restartCount: 2)
            return PodStatus(
                phase: "Running", startTime: begun,
                conditions: [Condition(type: "Ready", status: "False", lastTransitionTime: begun.adding(.seconds(unreadySince)))], containerStatuses: [app])
        }
        #expect(try failure(status(unreadySince: 86_400), after: .seconds(86_410)) == nil)
        #expect(try failure(status(unreadySince: 86_400), after: .seconds(86_459)) == nil)
        #expect(try failure(status(unreadySince: 86_400), after: .seconds(86_460))?.reason == .notReady)
        // Never ready in this run: its exits count.
        #expect(try failure(status(unreadySince: 0), after: .seconds(3))?.reason == .outOfMemory)
    }
}
