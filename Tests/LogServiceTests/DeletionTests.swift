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
            try await fixture.fill(to: 45_000)
            var askings = 1
            while try await !delete(fixture) { askings += 1 }
            #expect(askings > 3)
            #expect(try await fixture.rows() == 0)
        }
    }
}

extension Fixture {
    /// How many lines the app has. Of a deleted one none is shown, so this asks the table.
    func rows() async throws -> Int {
        try await pool.one("counting lines", "SELECT count(*)::int AS n FROM lines WHERE app_id = \(app)") { try $0.get("n") }
    }

    /// Many lines at once, `perSegment` of them in each segment; they were stored `daysAgo`.
    func fill(to last: Int, perSegment: Int = 10_000, daysAgo: Int32 = 0) async throws {
        let first = Int(try await pool.one("reading the sequence", "SELECT last_seq FROM apps WHERE app_id = \(app)") { try $0.get("last_seq", as: Int64.self) }) + 1
        try await pool.transaction("making lines") { db in
            try db.execute("SELECT make_partition(current_date - \(daysAgo))")
            try db.execute(
                """
                INSERT INTO lines (app_id, seq, day, time, source, instance, stream, message)
                SELECT \(app), seq, current_date - \(daysAgo), now() - make_interval(days => \(daysAgo)), 'instance', 'a', 'stdout',
                    convert_to('line ' || seq, 'UTF8') FROM generate_series(\(first), \(last)) AS seq
                """)
            try db.execute(
                """
                INSERT INTO segments (app_id, first_seq, last_seq, day, first_time, last_time, bytes, stored_at)
                SELECT app_id, min(seq), max(seq), day, min(time), max(time), sum(octet_length(message)), max(time)
                FROM lines WHERE app_id = \(app) AND seq >= \(first) GROUP BY app_id, day, (seq - \(first)) / \(perSegment)
                """)
            try db.execute("UPDATE apps SET last_seq = \(last) WHERE app_id = \(app)")
        }
    }
}
