import Core
import Testing

@testable import DeployService

@Suite struct StateTests {
    @Test func `a final deployment never moves again, and live only gives way`() {
        for state in DeploymentState.allCases {
            for next in DeploymentState.allCases where state.mayBecome(next) {
                #expect(!state.isFinal)
                #expect(state != .live || next == .superseded)
                #expect(next != .pending)
            }
        }
        #expect(!DeploymentState.live.mayBecome(.failed))
    }

    @Test func `a deployment can be cancelled exactly until it is live`() {
        for state in DeploymentState.allCases { #expect(state.mayBeCancelled == state.mayBecome(.cancelled)) }
    }

    @Test func `what is reached from pending includes every state`() {
        var reached: Set<DeploymentState> = [.pending]
        for _ in DeploymentState.allCases {
            for state in reached { reached.formUnion(DeploymentState.allCases.filter(state.mayBecome)) }
        }
        #expect(reached == Set(DeploymentState.allCases))
    }

    @Test func `a rollback has nothing to resolve, build or seal`() {
        #expect(Set(Step.skipped(trigger: .rollback, method: "auto").keys) == [.resolve, .build, .release])
        #expect(Set(Step.skipped(trigger: .config, method: "auto").keys) == [.resolve, .build])
        #expect(Set(Step.skipped(trigger: .manual, method: "image").keys) == [.resolve, .build])
        #expect(Step.skipped(trigger: .push, method: "dockerfile").isEmpty)
    }

    @Test func `a commit that arrives by itself is taken once, later than the first request, unless it is held back`() {
        var facts = Admission.Facts(hasRequestedDeployment: true)
        #expect(Admission(commit: "abc", facts) == .accepted)
        facts.heldCommit = "abc"
        guard case .refused = Admission(commit: "abc", facts) else { return #expect(Bool(false), "a held commit was accepted") }
        #expect(Admission(commit: "def", facts) == .accepted)
        facts.isKnownVersion = true
        #expect(Admission(commit: "def", facts) == .known)
        guard case .refused = Admission(commit: "abc", Admission.Facts()) else { return #expect(Bool(false), "came before the first") }
    }

    @Test func `the status tells what serves, not what happened last`() {
        #expect(AppStatus(.init()) == .new)
        #expect(AppStatus(.init(hasUnfinishedDeployment: true)) == .deploying)
        #expect(AppStatus(.init(latest: .failed)) == .failed)
        #expect(AppStatus(.init(hasLiveRelease: true, serving: 1, latest: .failed)) == .live)
        #expect(AppStatus(.init(scale: 0, hasLiveRelease: true)) == .stopped)
        #expect(AppStatus(.init(hasLiveRelease: true, serving: 0, isCrashing: true)) == .failed)
        #expect(AppStatus(.init(isDeleting: true, hasLiveRelease: true, serving: 1)) == .deleting)
    }
}
