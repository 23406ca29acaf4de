import Core
import Messages
import Postgres
import TestSupport
import Testing

@testable import DeployService

@Suite struct DeploymentStoreTests {
    @Test func `the same id is the same deployment`() async throws {
        try await Fixture.run { f in
            let new = f.new()
            let first = try await f.store.create(new)
            #expect(try await f.store.create(new) == first)
            #expect(first.number == 1)
            #expect(try await f.facts("deployment") == ["pending"])
        }
    }

    @Test func `a deployment goes live step by step, and tells every state`() async throws {
        try await Fixture.run { f in
            let live = try await f.makeLive(try await f.create())
            #expect(live.status == .live)
            #expect(live.release == 1)
            #expect(live.finishedAt != nil)
            #expect(try await f.facts("deployment") == ["pending", "building", "deploying", "deploying", "live"])
            let steps = try await f.store.timeline(of: live.id, project: f.project)
            #expect(steps.map(\.step) == Step.allCases)
            #expect(steps.allSatisfy { $0.state == .succeeded && $0.attempt == 1 && $0.finishedAt != nil })
            let statuses = try await f.statuses()
            #expect(statuses.map(\.revision) == (1...UInt64(statuses.count)).map { $0 })
            #expect(statuses.last?.status == "live")
            #expect(statuses.last?.currentDeploymentID == live.id.description)
        }
    }

    @Test func `one moves and one waits; a newer one takes the place of the one that waits`() async throws {
        try await Fixture.run { f in
            let first = try await f.create()
            let lease = try await f.claim(first)
            _ = try await f.store.begin(.resolve, lease)
            let second = try await f.create()
            let third = try await f.create()
            #expect(try await f.reread(second).status == .superseded)
            #expect(try await f.store.claimDeployment() == nil)
            _ = try await f.store.cancel(first.id, project: f.project)
            _ = try await f.claim(third)
        }
    }

    @Test func `the one before is superseded when another goes live, and a failure leaves it serving`() async throws {
        try await Fixture.run { f in
            let first = try await f.makeLive(try await f.create())
            let second = try await f.makeLive(try await f.create())
            #expect(try await f.reread(first).status == .superseded)
            let third = try await f.create(commit: "bad")
            let lease = try await f.claim(third)
            _ = try await f.store.begin(.resolve, lease)
            let failed = try await f.store.fail(lease, DeploymentFailure(reason: .planFailed, message: "No.", details: "x"))
            #expect(failed?.failure == DeploymentFailure(reason: .planFailed, message: "No.", details: "x"))
            #expect(try await f.reread(second).status == .live)
            let status = try #require(try await f.statuses().last)
            #expect(status.status == "live")
            #expect(status.latestDeployment?.status == "failed")
            #expect(status.heldCommit == "bad")
        }
    }

    @Test func `a push counts once per version of its source, after the first request, and not when it is held back`() async throws {
        try await Fixture.run { f in
            #expect(try await f.store.request(f.new(.push, commit: "aaa", version: "s:1")).deployment == nil)
            try await f.makeLive(try await f.create())
            let first = try await f.store.request(f.new(.push, commit: "aaa", version: "s:1"))
            #expect(first.verdict == "accepted")
            let again = try await f.store.request(f.new(.poll, commit: "aaa", version: "s:1"))
            #expect(again == RequestVerdict(deployment: first.deployment, verdict: "known"))
            let made = try #require(first.deployment)
            let pushed = try #require(try await f.store.deployment(made))
            let lease = try await f.claim(pushed)
            _ = try await f.store.begin(.resolve, lease)
            _ = try await f.store.fail(lease, DeploymentFailure(reason: .notReady, message: "No."))
            #expect(try await f.store.request(f.new(.push, commit: "aaa", version: "s:2")).deployment == nil)
            #expect(try await f.store.request(f.new(.push, commit: "bbb", version: "s:3")).deployment != nil)
        }
    }

    @Test func `a push is the deployment that waits to take whatever the branch has`() async throws {
        try await Fixture.run { f in
            let moving = try await f.create()
            let lease = try await f.claim(moving)
            _ = try await f.store.begin(.resolve, lease)
            let waiting = try await f.create()
            let joined = try await f.store.request(f.new(.push, commit: "aaa", version: "s:1"))
            #expect(joined == RequestVerdict(deployment: waiting.id, verdict: "joined"))
            #expect(try await f.store.request(f.new(.poll, commit: "aaa", version: "s:1")).deployment == waiting.id)
            #expect(try await f.store.request(f.new(.push, commit: "bbb", version: "s:2")).deployment != waiting.id)
            #expect(try await f.reread(waiting).status == .superseded)
        }
    }

    @Test func `a commit that the newest deployment carries already is not deployed once more`() async throws {
        try await Fixture.run { f in
            let first = try await f.makeLive(try await f.create(commit: "aaa"), commit: "aaa")
            let seen = try await f.store.request(f.new(.poll, commit: "aaa", version: "s:1"))
            #expect(seen == RequestVerdict(deployment: first.id, verdict: "joined"))
            #expect(try await f.store.request(f.new(.push, commit: "aaa", version: "s:1")).verdict == "known")
            let second = try await f.store.request(f.new(.push, commit: "bbb", version: "s:2"))
            #expect(second.verdict == "accepted")
            // The branch was set back to what it had before: that is a change again.
            let back = try await f.store.request(f.new(.push, commit: "aaa", version: "s:3"))
            #expect(back.verdict == "accepted" && back.deployment != first.id)
        }
    }

    @Test func `force lifts what is held back`() async throws {
        try await Fixture.run { f in
            let lease = try await f.claim(try await f.create(commit: "bad"))
            _ = try await f.store.begin(.resolve, lease)
            _ = try await f.store.fail(lease, DeploymentFailure(reason: .notReady, message: "No."))
            #expect(try await f.store.app(f.app)?.heldCommit == "bad")
            var forced = f.new()
            forced.isForced = true
            _ = try await f.store.create(forced)
            #expect(try await f.store.app(f.app)?.heldCommit == nil)
        }
    }

    @Test func `cancelling is legal until live, and twice is once`() async throws {
        try await Fixture.run { f in
            let first = try await f.create()
            #expect(try await f.store.cancel(first.id, project: f.project).status == .cancelled)
            #expect(try await f.store.cancel(first.id, project: f.project).cancelReason == "requested")
            let live = try await f.makeLive(try await f.create())
            await #expect(throws: Fault.self) { try await f.store.cancel(live.id, project: f.project) }
            await #expect(throws: Fault.notFound("deployment \(live.id)")) { try await f.store.cancel(live.id, project: ProjectID()) }
        }
    }

    @Test func `a rollback preempts what moves, uses the old release and asks for quiet`() async throws {
        try await Fixture.run { f in
            let first = try await f.makeLive(try await f.create())
            try await f.makeLive(try await f.create())
            let moving = try await f.create()
            let lease = try await f.claim(moving)
            _ = try await f.store.begin(.resolve, lease)
            let waiting = try await f.create()
            let back = try await f.store.rollBack(to: first.id, project: f.project, as: DeploymentID(), by: "ann")
            for cancelled in [moving, waiting] {
                #expect(try await f.reread(cancelled).cancelReason == "rolled_back_over")
            }
            #expect(back.release == first.release)
            #expect(back.rollbackOf == first.number)
            let live = try await f.makeLive(back)
            #expect(live.release == 1 && live.image == first.image)
            #expect(try await f.store.dueErrands().map(\.kind) == [.autoDeployOff])
            await #expect(throws: Fault.self) { try await f.store.rollBack(to: moving.id, project: f.project, as: DeploymentID(), by: "") }
        }
    }

    @Test func `new variables take a waiting commit along`() async throws {
        try await Fixture.run { f in
            await #expect(throws: Fault.self) { try await f.create(.config) }
            try await f.makeLive(try await f.create())
            let config = try await f.create(.config)
            let steps = try await f.store.timeline(of: config.id, project: f.project)
            #expect(steps.first { $0.step == .build }?.state == .skipped)
            _ = try await f.store.cancel(config.id, project: f.project)
            let pushed = try await f.store.request(f.new(.push, commit: "abc", version: "s:1"))
            let both = try await f.create(.config)
            #expect(both.commit == "abc")
            #expect(try await f.store.timeline(of: both.id, project: f.project).allSatisfy { $0.state == .pending })
            let replaced = try #require(pushed.deployment)
            #expect(try await f.store.deployment(replaced)?.status == .superseded)
        }
    }

    @Test func `new variables that builds see take the live commit through a build`() async throws {
        try await Fixture.run { f in
            let live = try await f.makeLive(try await f.create())
            let config = try await f.create(.config)
            let lease = try await f.claim(config)
            #expect(try await f.store.state(lease)?.next?.step == .release)
            _ = try await f.store.begin(.release, lease)
            // Twice, as by a worker that died in between.
            for _ in 0..<2 { try await f.store.buildAgain(lease, commit: "c0ffee", branch: "main", as: live.desired) }
            let state = try #require(try await f.store.state(lease))
            #expect(state.next?.step == .resolve && state.ledger.allSatisfy { $0.state == .pending })
            #expect(state.deployment.commit == "c0ffee" && state.deployment.desired.app?.source == live.desired.app?.source)
            #expect(try await f.store.begin(.resolve, lease)?.status == .building)
            try await f.store.release(lease, after: .zero)
            #expect(try await f.makeLive(config).status == .live)
        }
    }

    @Test func `a worker that lost its lease can write nothing`() async throws {
        try await Fixture.run { f in
            let deployment = try await f.create()
            let lost = try await f.claim(deployment)
            _ = try await f.store.begin(.resolve, lost)
            #expect(try await f.store.claimDeployment() == nil)
            try await f.pool.execute("expiring the lease", "UPDATE deployments SET lease_until = now() - interval '1 s'")
            let taken = try await f.claim(deployment)
            #expect(try await f.store.renew(lost) == false)
            #expect(try await f.store.begin(.build, lost) == nil)
            #expect(try await f.store.fail(lost, DeploymentFailure(reason: .internal, message: "")) == nil)
            #expect(try await f.store.renew(taken))
            #expect(try await f.store.state(taken)?.next?.step == .resolve)
        }
    }

    @Test func `what is released waits for its time, or for a wish`() async throws {
        try await Fixture.run { f in
            let deployment = try await f.create()
            let lease = try await f.claim(deployment)
            try await f.store.release(lease, after: .seconds(60))
            #expect(try await f.store.claimDeployment() == nil)
            try await f.pool.execute("waking", "UPDATE deployments SET next_check_at = now()")
            _ = try await f.claim(deployment)
        }
    }

    @Test func `a build's news wake the one that waits for it`() async throws {
        try await Fixture.run { f in
            let deployment = try await f.create(commit: "abc")
            let lease = try await f.claim(deployment)
            _ = try await f.store.begin(.build, lease)
            let build = Proto.Build(id: BuildID().description, status: "building", commit: "abc", commitMessage: "Change the headline")
            try await f.store.attach(build, lease, detail: "building")
            try await f.store.release(lease, after: .seconds(60))
            var done = build
            done.status = "succeeded"
            let news = done
            try await f.pool.transaction("hearing") { db in try db.noteBuild(news) }
            _ = try await f.claim(deployment)
            let id = try #require(BuildID(build.id))
            #expect(try await f.store.build(id)?.status == "succeeded")
            #expect(try await f.reread(deployment).commitMessage == "Change the headline")
            #expect(try await f.store.isUnwanted(build: id) == false)
            _ = try await f.store.cancel(deployment.id, project: f.project)
            #expect(try await f.store.isUnwanted(build: id))
            #expect(try await f.store.dueErrands().map(\.kind) == [.cancelBuild])
        }
    }

    @Test func `lists go from the newest on, page by page, in their own project`() async throws {
        try await Fixture.run { f in
            for _ in 1...5 { _ = try await f.create() }
            let first = try await f.store.deployments(of: f.app, project: f.project, Page(limit: 2))
            #expect(first.map(\.number) == [5, 4, 3])
            let next = try await f.store.deployments(of: f.app, project: f.project, Page(limit: 2, cursor: "4"))
            #expect(next.map(\.number) == [3, 2, 1])
            #expect(try await f.store.deployments(of: f.app, project: ProjectID(), Page()).isEmpty)
        }
    }
}
