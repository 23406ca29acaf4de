import Core
import Messages
import Postgres
import TestSupport
import Testing

@testable import LogService

@Suite struct TailStoreTests {
    private func mark(_ time: Int64, _ count: Int, stdout: String = "") -> TailMark {
        TailMark(cursor: TailCursor(microseconds: time, count: count), open: OpenLines(stdout: Array(stdout.utf8)))
    }

    private func drained(_ container: String, _ fixture: Fixture) async throws -> Bool {
        let request = Proto.DrainedRequest(appID: fixture.app.description, containerID: container)
        return try await DrainedHandler(store: fixture.store).handle(request, fixture.context(fixture.project)).drained
    }

    @Test func `an app is one replica's until its lease runs out`() async throws {
        try await Fixture.run { fixture in
            #expect(try await fixture.store.claim(owner: "log-1") == nil)
            try await fixture.tell("c1", state: "starting")
            try await fixture.tell("c1", state: "serving")
            let first = try #require(try await fixture.store.claim(owner: "log-1"))
            #expect(first.app == fixture.app)
            #expect(try await fixture.store.claim(owner: "log-2") == nil)
            #expect(try await fixture.store.renew(first))
            try await fixture.runOut()
            let second = try #require(try await fixture.store.claim(owner: "log-2"))
            #expect(second.fence == first.fence + 1)
            #expect(try await !fixture.store.renew(first))
            try await fixture.store.release(first)
            #expect(try await fixture.store.claim(owner: "log-1") == nil)
            try await fixture.store.release(second)
            #expect(try await fixture.store.claim(owner: "log-1")?.fence == second.fence + 1)
        }
    }

    @Test func `one app is claimed by one of many`() async throws {
        try await Fixture.run { fixture in
            try await fixture.tell("c1", state: "serving")
            let claimed = try await withThrowingTaskGroup(of: Bool.self) { group in
                for replica in 1...8 { group.addTask { try await fixture.store.claim(owner: "log-\(replica)") != nil } }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(claimed == 1)
        }
    }

    @Test func `lines and how far they are read are stored together, by the lease's holder only`() async throws {
        try await Fixture.run { fixture in
            try await fixture.tell("c1", state: "serving")
            let first = try #require(try await fixture.store.claim(owner: "log-1"))
            let stored = try await fixture.store.append(
                app: fixture.app, fence: first.fence, container: "c1", mark: mark(7, 2, stdout: "begun"), lines: [fixture.line("1"), fixture.line("2")])
            #expect(stored?.previous == 0 && stored?.last == 2 && stored?.project == fixture.project)
            try await fixture.runOut()
            let second = try #require(try await fixture.store.claim(owner: "log-2"))
            let tail = try #require(try await fixture.store.openTails(of: fixture.app).first)
            #expect(tail.mark == mark(7, 2, stdout: "begun"))
            #expect(tail.container == "c1" && tail.instance == "shop-1-a" && tail.deployment != nil)
            let late = try await fixture.store.append(
                app: fixture.app, fence: first.fence, container: "c1", mark: mark(8, 1), lines: [fixture.line("3")])
            #expect(late == nil)
            #expect(try await !fixture.store.drained("c1", fence: first.fence))
            let good = try await fixture.store.append(
                app: fixture.app, fence: second.fence, container: "c1", mark: mark(8, 1), lines: [fixture.line("3")])
            #expect(good?.previous == 2)
            #expect(try await fixture.stored().map(\.text) == ["1", "2", "3"])
            #expect(try await fixture.store.openTails(of: fixture.app).first?.mark == mark(8, 1))
        }
    }

    @Test func `drained is what was read to its end, not what has only ended`() async throws {
        try await Fixture.run { fixture in
            #expect(try await !drained("c1", fixture))
            try await fixture.tell("c1", state: "serving")
            #expect(try await !fixture.store.hasEnded("c1"))
            try await fixture.tell("c1", state: "starting", verb: "exited")
            #expect(try await !fixture.store.hasEnded("c1"))
            try await fixture.tell("c1", state: "stopped", verb: "stopped")
            #expect(try await fixture.store.hasEnded("c1"))
            #expect(try await !drained("c1", fixture))
            let app = try #require(try await fixture.store.claim(owner: "log-1"))
            #expect(try await fixture.store.drained("c1", fence: app.fence))
            #expect(try await drained("c1", fixture))
            let elsewhere = Proto.DrainedRequest(appID: AppID().description, containerID: "c1")
            let answer = try await DrainedHandler(store: fixture.store).handle(elsewhere, fixture.context(fixture.project))
            #expect(!answer.drained)
            #expect(try await fixture.store.openTails(of: fixture.app).isEmpty)
            // Told once more, it stays read.
            try await fixture.tell("c1", state: "stopped", verb: "removed")
            #expect(try await fixture.store.openTails(of: fixture.app).isEmpty)
        }
    }

    @Test func `an instance without a container is none to read`() async throws {
        try await Fixture.run { fixture in
            try await fixture.tell("", state: "starting")
            #expect(try await fixture.store.claim(owner: "log-1") == nil)
        }
    }
}

extension Fixture {
    /// As if the replica that holds the app had died a while ago.
    func runOut() async throws {
        try await pool.execute("letting a lease run out", "UPDATE apps SET lease_until = now() - interval '1 second' WHERE app_id = \(app)")
    }
}
