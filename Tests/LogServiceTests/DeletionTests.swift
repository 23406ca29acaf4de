import Core
import Messages
import Postgres
import TestSupport
import Testing

@testable import LogService

@Suite struct DeletionTests {
    private func delete(_ fixture: Fixture) async throws -> Bool {
        let request = Proto.DeleteAppRequest(projectID: fixture.project.description, appID: fixture.app.description)
        return try await DeleteAppHandler(store: fixture.store).handle(request, fixture.context(fixture.project)).done
    }

    @Test func `of a deleted app nothing is left, and nothing comes back`() async throws {
        try await Fixture.run { fixture in
            let other = Fixture(pool: fixture.pool, store: fixture.store)
            try await other.append(["other"])
            try await fixture.append(["1", "2"])
            try await fixture.tell("c1", state: "serving")
            let held = try #require(try await fixture.store.claim(owner: "log-1"))
            #expect(try await delete(fixture))
            #expect(try await delete(fixture))
            #expect(try await fixture.append(["late"], from: 3) == nil)
            try await fixture.tell("c2", state: "serving")
            #expect(try await fixture.store.claim(owner: "log-2") == nil)
            #expect(try await !fixture.store.renew(held))
            let late = try await fixture.store.append(
                app: fixture.app, fence: held.fence, container: "c1", mark: TailMark(), lines: [fixture.line("late")])
            #expect(late == nil)
            #expect(try await fixture.stored().isEmpty)
            // Who waits for its lines need not wait any longer.
            #expect(try await fixture.store.isDrained(app: fixture.app, container: "c1"))
            #expect(try await other.stored().map(\.text) == ["other"])
        }
    }

    @Test func `what arrives while an app is deleted does not outlive it`() async throws {
        try await Fixture.run { fixture in
            try await fixture.append(["0"], writer: "first")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...4 {
                    group.addTask { for number in 1...20 { try await fixture.append(["x"], writer: "\(writer)", from: Int64(number)) } }
                }
                group.addTask {
                    try await eventually("some have come") { try await fixture.rows() > 10 }
                    while try await !delete(fixture) {}
                }
                try await group.waitForAll()
            }
            #expect(try await fixture.rows() == 0)
        }
    }

    @Test func `a long log goes in parts`() async throws {
        try await Fixture.run { fixture in
            try await fixture.append(["1"])
            try await fixture.fill(from: 2, to: 45_000)
            #expect(try await !delete(fixture))
            #expect(try await !delete(fixture))
            #expect(try await delete(fixture))
            #expect(try await fixture.rows() == 0)
        }
    }

    @Test func `old lines expire, and the oldest of a talkative app`() async throws {
        try await Fixture.run { fixture in
            let old = Timestamp.now().adding(.seconds(-3 * 86_400))
            try await fixture.append(["old", "older"]) { $0.time = old }
            try await fixture.append(["new"], from: 3)
            let other = Fixture(pool: fixture.pool, store: fixture.store)
            try await other.append(["1"])
            try await other.fill(from: 2, to: 25_000)
            try await ExpiryReconciler(store: fixture.store, retention: .seconds(86_400), most: 1_000).pass()
            #expect(try await fixture.stored().map(\.text) == ["new"])
            let rest = try await other.stored()
            #expect(rest.count == 1_000 && rest.last?.seq == 25_000)
            // The sequence goes on where it was.
            #expect(try await fixture.append(["newer"], from: 4)?.previous == 3)
        }
    }
}

extension Fixture {
    /// How many lines the app has. Of a deleted one none is shown, so this asks the table.
    func rows() async throws -> Int {
        try await pool.one("counting lines", "SELECT count(*)::int AS n FROM lines WHERE app_id = \(app)") { try $0.get("n") }
    }

    /// Many lines at once.
    func fill(from first: Int, to last: Int) async throws {
        try await pool.execute(
            "making lines",
            """
            INSERT INTO lines (app_id, seq, time, source, instance, stream, message)
            SELECT \(app), seq, now(), 'instance', 'a', 'stdout', 'x' FROM generate_series(\(first), \(last)) AS seq
            """)
        try await pool.execute("moving the sequence", "UPDATE apps SET last_seq = \(last) WHERE app_id = \(app)")
    }
}
