import Core
import Kubernetes
import Testing

@testable import DeployService

/// The verdict on rollouts as they were recorded.
@Suite struct RolloutTests {
    private func failure(_ name: String, output: String = "boom") throws -> (at: Int, failure: DeploymentFailure) {
        let recorded = try RecordedRollout(name)
        for (at, verdict) in recorded.verdicts() {
            if case .served = verdict { Issue.record("\(name) was taken for served at \(at) ms") }
            if case .failed(let cause) = verdict { return (at, cause.failure(RecordedRollout.run, output: output)) }
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
        let running = try recorded.running
        #expect(RolloutVerdict(recorded.facts(running)) == .progressing(ready: 0, remark: "GET /health answered 404."))
        guard case .failed(let cause) = RolloutVerdict(recorded.facts(running, after: .seconds(60))) else {
            Issue.record("it did not fail")
            return
        }
        #expect(cause.evidence?.pod == "never-ready-66b679f9df-mlf5l")
        let failure = cause.failure(RecordedRollout.run, output: "listening")
        #expect(failure.reason == .notReady)
        #expect(failure.message == "GET /health answered 404 for 60 s; a cluster wants an answer from 200 to 399.")
    }

    @Test func `a port where nobody listens is told in full after a while, and is no failure before the deadline`() throws {
        let refused = ProbeFailure("Readiness probe failed: dial tcp 10.244.0.9:8080: connect: connection refused")
        #expect(refused == .refused)
        #expect(refused.remark(RecordedRollout.run, after: .seconds(2)) == "Nothing listens on port 8080 yet.")
        let sentence = refused.remark(RecordedRollout.run, after: .seconds(6))
        #expect(sentence == "Nothing in the container listens on port 8080; the app is given its port as $PORT, and must listen on 0.0.0.0.")
        var recorded = try RecordedRollout("never-ready")
        for index in recorded.events.indices { recorded.events[index].message = "Readiness probe failed: dial tcp: connect: connection refused" }
        let running = try recorded.running
        #expect(RolloutVerdict(recorded.facts(running, after: .seconds(6))) == .progressing(ready: 0, remark: sentence ?? ""))
    }

    @Test func `time in which the cluster could not be heard is held against nobody`() throws {
        let recorded = try RecordedRollout("never-ready")
        let running = try recorded.running
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
        ("pods \"a\" is forbidden: ValidatingAdmissionPolicy 'tags' with binding 'all' denied request: no latest tags", .policyRefused),
        ("serviceaccount \"slipway-app\" not found", .notReady),
    ])
    func `a refusal is read`(_ said: String, _ reason: FailureReason) {
        #expect(RolloutCause(refusal: said).failure(RecordedRollout.run, output: "").reason == reason)
    }

    @Test func `instances to which nothing leads serve nobody`() throws {
        let recorded = try RecordedRollout("good")
        var facts = recorded.facts(try #require(recorded.moments.last), replicas: 2)
        facts.absent = ["Ingress shop"]
        #expect(RolloutVerdict(facts) == .progressing(ready: 2, remark: "Ingress shop is not in the cluster yet."))
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
