import Core
import Kubernetes
import Testing

@testable import BuildService

@Suite struct JobJudgeTests {
    private let judge = JobJudge(unschedulable: .seconds(120), memory: 2 << 30, timeout: .seconds(1800))

    private func state(_ said: String, after age: Duration) -> JobState {
        let now = Timestamp.now()
        var job = Job(metadata: ObjectMeta(name: "build-1", namespace: "n"), spec: .init(template: .init(metadata: .init(labels: [:]), spec: PodSpec(containers: []))))
        job.metadata.creationTimestamp = Timestamp(microseconds: now.microseconds - age.microseconds)
        let event = ObjectEvent(metadata: ObjectMeta(name: "e", namespace: "n"), involvedObject: .init(), reason: "FailedCreate", message: said)
        return judge.state(job, nil, events: [event], at: now)
    }

    @Test(arguments: [
        "Error creating: pods \"x\" is forbidden: error looking up service account n/default: serviceaccount \"default\" not found",
        "Error creating: Internal error occurred: failed calling webhook \"pods.example\": connection refused",
    ])
    func `what a young namespace lacks may come`(_ said: String) {
        #expect(state(said, after: .seconds(3)) == .waiting)
        guard case .failed(let failure) = state(said, after: .seconds(30)) else {
            Issue.record("it never comes")
            return
        }
        #expect(failure.reason == .policyRefused && failure.message.contains(said))
    }

    @Test(arguments: [
        ("Error creating: pods \"x\" is forbidden: exceeded quota: build, requested: pods=1", BuildFailure.Reason.quotaExceeded),
        ("Error creating: pods \"x\" is forbidden: violates PodSecurity \"baseline:v1.30\": host namespaces", .policyRefused),
        ("Error creating: admission webhook \"p.example\" denied the request: no", .policyRefused),
    ])
    func `a policy and a quota are told at once`(_ said: String, _ reason: BuildFailure.Reason) {
        guard case .failed(let failure) = state(said, after: .seconds(1)) else {
            Issue.record("it is waited for")
            return
        }
        #expect(failure.reason == reason)
    }
}
