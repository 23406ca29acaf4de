import ChangeFeed
import Core
import Messages
import Postgres
import TestSupport
import Testing

@Suite(.serialized) struct OrderTests {
    private static let writers = 16
    private static let rounds = 12

    @Test func `sixteen writers that dawdle, two readers: each fact once, in order`() async throws {
        try await Fixture.with { fixture in
            try await fixture.serving(fixture.replica() + fixture.replica()) { fixture in
                let expected = try await write(fixture)
                try await eventually("every fact has its effect", within: .seconds(60)) { try await fixture.effects() } until: { $0.count >= expected.count }
                // Were one to come twice, it would come now.
                try await fixture.record("last")
                try await eventually("the last fact has its effect") { try await fixture.effects() } until: { $0.last == "last" }
                let effects = try await fixture.effects()
                #expect(effects.count == expected.count + 1)
                #expect(Set(effects) == expected.union(["last"]))
            }
            let wrong = try await fixture.consumer.one("comparing", """
                SELECT count(*) AS n FROM (SELECT (xid, id) <= lag((xid, id)) OVER (ORDER BY n) AS is_wrong FROM effects) AS pairs WHERE is_wrong
                """) { try $0.get("n", as: Int.self) }
            #expect(wrong == 0)
            let committed = try await fixture.producer.query("reading", "SELECT entity_id FROM changes ORDER BY xid, id") {
                try $0.get("entity_id", as: String.self)
            }
            let read = try await fixture.effects()
            #expect(read == committed)
        }
    }

    /// Transactions that hold their facts for a random time; a fifth of them are rolled back. The ids that were committed.
    private func write(_ fixture: Fixture) async throws -> Set<String> {
        try await withThrowingTaskGroup(of: [String].self) { group in
            for writer in 0..<Self.writers {
                group.addTask {
                    var committed: [String] = []
                    for round in 0..<Self.rounds {
                        let ids = (0..<Int.random(in: 1...3)).map { "\(writer)-\(round)-\($0)" }
                        let isKept = Int.random(in: 0..<5) > 0
                        do {
                            try await fixture.producer.transaction("writing") { db in
                                for id in ids {
                                    try db.record(Fixture.fact(id))
                                    try db.execute("SELECT pg_sleep(\(Double.random(in: 0...0.06)))")
                                }
                                if !isKept { throw Fault.wrongState("changed its mind") }
                            }
                            fixture.feed.committed()
                            committed += ids
                        } catch let fault as Fault where fault.code == .failedPrecondition {}
                    }
                    return committed
                }
            }
            return try await group.reduce(into: []) { $0.formUnion($1) }
        }
    }

    @Test func `a fact behind a running transaction waits for it`() async throws {
        try await Fixture.with { fixture in
            let early = Recorder<Int>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await fixture.producer.transaction("dawdling") { db in
                        try db.record(Fixture.fact("slow"))
                        early.record(1)
                        try db.execute("SELECT pg_sleep(1)")
                    }
                }
                try await eventually("the slow one has begun") { !early.all.isEmpty }
                try await fixture.record("fast")
                let meanwhile = try await fixture.feed.answer(Proto.ChangesRequest())
                #expect(meanwhile.changes.isEmpty)
                try await group.waitForAll()
            }
            try await fixture.readable(count: 2)
            let reply = try await fixture.feed.answer(Proto.ChangesRequest())
            #expect(reply.changes.map(\.entityID) == ["slow", "fast"])
        }
    }

    @Test func `pages are bounded in number and bytes, and a reader that asks on sees all`() async throws {
        try await Fixture.with { fixture in
            let large = Proto.Change(payload: [UInt8](repeating: 7, count: 100_000))
            try await fixture.producer.transaction("writing") { db in
                for number in 0..<5 { try db.record(Fact(entity: "build", verb: "x", project: ProjectID(), id: "large \(number)", payload: large)) }
                for number in 0..<150 { try db.record(Fixture.fact("small \(number)")) }
            }
            try await fixture.readable(count: 155)
            var read: [String] = []
            var request = Proto.ChangesRequest()
            while case let reply = try await fixture.feed.answer(request), let last = reply.changes.last {
                #expect(reply.changes.count <= 100)
                #expect(reply.changes.reduce(0) { $0 + $1.payload.count } <= 200_000)
                read += reply.changes.map(\.entityID)
                request = Proto.ChangesRequest(afterXid: last.xid, afterID: last.id)
            }
            #expect(read == (0..<5).map { "large \($0)" } + (0..<150).map { "small \($0)" })
        }
    }
}
