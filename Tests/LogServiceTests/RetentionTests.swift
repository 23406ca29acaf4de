import ChangeFeed
import Core
import Logging
import Messages
import Postgres
import TestSupport
import Testing

@testable import LogService

@Suite struct RetentionTests {
    private func expire(_ fixture: Fixture, _ retention: Retention = Retention()) async throws {
        try await ExpiryReconciler(store: fixture.store, retention: retention, log: Logger(label: "test")).pass()
    }

    private func partitions(_ fixture: Fixture) async throws -> Int {
        try await fixture.pool.one("counting", "SELECT count(*)::int AS n FROM pg_inherits WHERE inhparent = 'lines'::regclass") { try $0.get("n") }
    }

    private func tell(_ fixture: Fixture, days: Int64? = nil, bytes: Int64? = nil) async throws {
        let project = Proto.Project(id: fixture.project.description, name: "shop", logRetentionDays: days, logRetentionBytes: bytes)
        try await fixture.store.keep([try ProjectRetention(project)])
    }

    @Test func `a day that nobody needs goes with its table, and the sequence goes on`() async throws {
        try await Fixture.run { fixture in
            try await fixture.append(["1"])
            try await fixture.fill(to: 100, daysAgo: 20)
            let first = try await partitions(fixture)
            try await fixture.append(["new"], from: 2)
            // The first line is of today, so it is what lies between that goes.
            try await expire(fixture)
            #expect(try await fixture.stored().map(\.text) == ["1", "new"])
            #expect(try await partitions(fixture) == first - 1)
            #expect(try await fixture.append(["newer"], from: 3)?.previous == 101)
        }
    }

    @Test func `a project keeps its lines as long as it chose, on days that others still need`() async throws {
        try await Fixture.run { fixture in
            let other = Fixture(pool: fixture.pool, store: fixture.store)
            for each in [fixture, other] {
                try await each.append(["1"])
                try await each.fill(to: 50, daysAgo: 5)
            }
            let before = try await partitions(fixture)
            try await tell(fixture, days: 3)
            try await expire(fixture)
            #expect(try await fixture.stored().map(\.text) == ["1"])
            #expect(try await fixture.rows() == 1)
            #expect(try await other.stored().count == 50)
            #expect(try await partitions(fixture) == before)
            try await tell(other, days: 3)
            try await expire(fixture)
            #expect(try await partitions(fixture) == before - 1)
            // No longer chosen, and never more than the operator allows.
            try await tell(fixture, days: nil)
            try await tell(other, days: 60)
            try await other.fill(to: 80, daysAgo: 40)
            try await expire(fixture, Retention(days: 14, mostDays: 30))
            #expect(try await other.rows() == 1)
        }
    }

    @Test func `of a talkative app the newest lines stay, at least as many as promised`() async throws {
        try await Fixture.run { fixture in
            try await fixture.append(["1"])
            try await fixture.fill(to: 25_001, perSegment: 1_000)
            try await expire(fixture, Retention(lines: 10_000))
            let rest = try await fixture.stored()
            #expect(rest.last?.seq == 25_001 && (10_000..<11_001).contains(rest.count))
            #expect(rest.map(\.seq) == Array((rest.first?.seq ?? 0)...25_001))
            // A thousand of these lines have 9,999 bytes or more.
            try await tell(fixture, bytes: 20_000)
            try await expire(fixture)
            let fewer = try await fixture.stored()
            #expect(fewer.last?.seq == 25_001 && (1_500...3_100).contains(fewer.count))
            #expect(try await fixture.rows() == fewer.count)
        }
    }

    @Test func `who comes too late is told how many lines are gone`() async throws {
        try await Fixture.run { fixture in
            try await fixture.append(["1"])
            try await fixture.fill(to: 5_000, perSegment: 1_000)
            try await expire(fixture, Retention(lines: 2_000))
            let page = try await fixture.read { ($0.cursor, $0.limit) = ("a10", 3) }
            #expect(page.missing == (page.items.first?.seq ?? 0) - 11)
            #expect(page.missing > 1_000 && page.hasMore)
            #expect(try await fixture.read { $0.cursor = page.nextCursor }.missing == 0)
            // Going back ends where the lines do.
            var cursor = try await fixture.read().prevCursor
            var seen = 0
            while let place = cursor {
                let earlier = try await fixture.read { ($0.cursor, $0.limit) = (place, 500) }
                seen += earlier.items.count
                cursor = earlier.prevCursor
            }
            #expect(seen == (try await fixture.rows()) - 50)
        }
    }

    @Test func `an app that is silent for long keeps nothing, and begins anew behind it`() async throws {
        try await Fixture.run { fixture in
            try await fixture.append(["1"])
            try await fixture.pool.execute("aging", "UPDATE segments SET stored_at = now() - interval '15 days'")
            try await expire(fixture)
            let page = try await fixture.read { $0.cursor = "a0" }
            #expect(page.items.isEmpty && page.missing == 1 && page.nextCursor == "a1")
            try await fixture.append(["2"], from: 2)
            #expect(try await fixture.stored().map { "\($0.seq) \($0.text)" } == ["2 2"])
        }
    }

    @Test func `lines from before they lay in day tables are carried over`() async throws {
        let before = Array(Migrations.all.prefix(2))
        try await withDatabase(migrations: ChangeFeed.migrations + before) { pool in
            let fixture = Fixture(pool: pool, store: LogStore(pool: pool))
            let (deployment, build) = (DeploymentID(), BuildID())
            try await pool.execute("making an app", "INSERT INTO apps (app_id, project_id, last_seq) VALUES (\(fixture.app), \(fixture.project), 45000)")
            try await pool.execute(
                "making lines",
                """
                INSERT INTO lines (app_id, seq, time, source, instance, stream, message, deployment_id, build_id)
                SELECT \(fixture.app), seq, now() - interval '3 days', 'instance', 'a', 'stdout', '\\x78ff',
                    CASE WHEN seq > 44000 THEN \(deployment) END, CASE WHEN seq <= 10 THEN \(build) END FROM generate_series(1, 45000) AS seq
                """)
            try await Migrator.migrate(pool, ChangeFeed.migrations + Migrations.all)
            #expect(try await fixture.stored().map(\.seq) == Array(1...45_000))
            #expect(try await fixture.stored().last?.message == [0x78, 0xFF])
            #expect(try await fixture.read { ($0.deploymentID, $0.fromStart, $0.limit) = (deployment.description, true, 1) }.items.map(\.seq) == [44_001])
            #expect(try await fixture.read { ($0.buildID, $0.limit) = (build.description, 500) }.items.count == 10)
            try await fixture.append(["new"])
            #expect(try await fixture.read().items.last?.seq == 45_001)
            try await expire(fixture, Retention(days: 2))
            // The newest segment got a line today, and goes as a whole.
            #expect(try await fixture.stored().map(\.seq) == Array(40_001...45_001))
        }
    }
}
