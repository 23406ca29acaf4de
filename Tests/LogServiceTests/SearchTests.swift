import Core
import Messages
import Postgres
import TestSupport
import Testing

@testable import LogService

/// Reading among many lines: what is looked at is bounded, whatever is asked.
@Suite struct SearchTests {
    @Test func `a search goes on from page to page to the end, in both directions`() async throws {
        try await Fixture.run { fixture in
            try await fixture.append(["1"])
            try await fixture.fill(to: 60_000, perSegment: 500)
            for question in ["line 59999", "line 17", "nowhere"] {
                var forward: [UInt64] = []
                var cursor = "a0"
                while true {
                    let page = try await fixture.read { ($0.q, $0.cursor, $0.limit) = (question, cursor, 100) }
                    forward += page.items.map(\.seq)
                    cursor = page.nextCursor
                    if !page.hasMore { break }
                }
                #expect(cursor == "a60000")
                var backward: [UInt64] = []
                var place: String?
                repeat {
                    let page = try await fixture.read { ($0.q, $0.cursor, $0.limit) = (question, place ?? "", 100) }
                    backward = page.items.map(\.seq) + backward
                    place = page.prevCursor
                    #expect((place != nil) == page.hasMore)
                } while place != nil
                #expect(forward == backward)
                #expect(forward.count == (question == "line 17" ? 1_111 : question == "nowhere" ? 0 : 1))
            }
        }
    }

    @Test func `source, stream and instance are asked for together`() async throws {
        try await Fixture.run { fixture in
            try await fixture.append(["built"], writer: "1") { $0.source = .build }
            try await fixture.append(["said"], writer: "2")
            try await fixture.append(["told"], writer: "3") { ($0.source, $0.stream) = (.platform, .stderr) }
            #expect(try await fixture.read { $0.source = "build" }.items.map(\.text) == ["built"])
            #expect(try await fixture.read { ($0.source, $0.stream) = ("platform", "stderr") }.items.map(\.text) == ["told"])
            #expect(try await fixture.read { ($0.source, $0.stream) = ("platform", "stdout") }.items.isEmpty)
            #expect(await code { _ = try await fixture.read { $0.source = "elsewhere" } } == .invalidArgument)
        }
    }

    @Test func `a range of time is looked for in its segments alone`() async throws {
        try await Fixture.run { fixture in
            try await fixture.append(["1"])
            for day in (1...5 as ClosedRange<Int32>).reversed() { try await fixture.fill(to: Int(6 - day) * 2_000 + 1, perSegment: 500, daysAgo: day) }
            let since = Timestamp.now().adding(.seconds(-86_400 * 7 / 2)).microseconds
            let until = Timestamp.now().adding(.seconds(-86_400 * 5 / 2)).microseconds
            let page = try await fixture.read { ($0.since, $0.until, $0.limit) = (since, until, 5) }
            #expect(page.items.map(\.seq) == [4_002, 4_003, 4_004, 4_005, 4_006])
            let newest = try await fixture.read { ($0.until, $0.limit) = (until, 2) }
            #expect(newest.items.map(\.seq) == [6_000, 6_001])
        }
    }

    /// What Postgres would do, among the lines of many apps on several days.
    private func plan(_ question: LineQuestion, _ range: ClosedRange<Int64>, _ fixture: Fixture) async throws -> String {
        try await fixture.pool.transaction("explaining") { db in
            let day = try db.one("SELECT current_date::text AS day") { try $0.get("day", as: String.self) }
            let statement = LogStore.statement(in: range, of: day, question, atMost: 1_000)
            return try db.query("EXPLAIN \(statement)") { try $0.get("\"QUERY PLAN\"", as: String.self) }.joined(separator: "\n")
        }
    }

    @Test func `whatever is asked, one day's table is read by its primary key`() async throws {
        try await Fixture.run { fixture in
            for _ in 0..<5 {
                let other = Fixture(pool: fixture.pool, store: fixture.store)
                try await other.append(["1"])
                for day: Int32 in [2, 1, 0] { try await other.fill(to: Int(3 - day) * 10_000 + 1, daysAgo: day) }
            }
            try await fixture.append(["1"])
            try await fixture.fill(to: 100_000)
            try await fixture.pool.execute("counting rows", "ANALYZE lines")
            let plain = LineQuestion(app: fixture.app, project: fixture.project, limit: 1_000, isFromStart: false)
            var changed = [plain, plain, plain, plain, plain]
            changed[1].text = "timeout"
            changed[2].since = .now().adding(.seconds(-60))
            (changed[3].deployment, changed[3].build) = (DeploymentID(), BuildID())
            changed[4].cursor = .after(80_000)
            for question in changed {
                let plan = try await plan(question, 80_001...100_000, fixture)
                // Where next to nothing is expected, Postgres may gather a segment's rows before it sorts them: never more than these.
                #expect(plan.contains("_pkey") && plan.contains("seq >= '80001'") && plan.contains("seq <= '100000'"), "\(plan)")
                #expect(!plan.contains("Seq Scan") && !plan.contains("Append"), "\(plan)")
            }
            for question in [plain, changed[4]] {
                let plan = try await plan(question, 80_001...100_000, fixture)
                #expect(plan.contains("Index Scan") && !plan.contains("Sort"), "\(plan)")
            }
        }
    }
}
