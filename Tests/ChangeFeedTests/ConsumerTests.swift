import ChangeFeed
import Core
import Messages
import Messaging
import Postgres
import TestSupport
import Testing

@Suite(.serialized) struct ConsumerTests {
    @Test func `a hint saves the wait for the clock`() async throws {
        try await Fixture.with { fixture in
            try await fixture.serving(fixture.replica(every: .seconds(3_600))) { fixture in
                try await fixture.record("first")
                try await eventually("the first is read", within: .seconds(20)) { try await fixture.effects() } until: { $0 == ["first"] }
                for number in 0..<5 {
                    try await fixture.record("\(number)")
                    try await eventually("its hint is heard", within: .seconds(5)) { try await fixture.effects() } until: { $0.last == "\(number)" }
                }
            }
        }
    }

    @Test func `without hints the clock finds all`() async throws {
        try await Fixture.with { fixture in
            try await fixture.serving(hints: false, fixture.replica(every: .milliseconds(300))) { fixture in
                for number in 0..<3 { try await fixture.record("\(number)") }
                try await eventually("all are read") { try await fixture.effects() } until: { $0 == ["0", "1", "2"] }
            }
        }
    }

    @Test func `facts of other entities only move the cursor`() async throws {
        try await Fixture.with { fixture in
            try await fixture.serving(fixture.replica()) { fixture in
                try await fixture.record("a", entity: "source")
                try await fixture.record("b")
                try await eventually("the build is read") { try await fixture.effects() } until: { $0 == ["b"] }
            }
        }
    }

    @Test func `a reader that starts again goes on where it was`() async throws {
        try await Fixture.with { fixture in
            for round in 0..<3 {
                try await fixture.record("\(round)")
                try await fixture.serving(fixture.replica()) { fixture in
                    try await eventually("round \(round) is read") { try await fixture.effects() } until: { $0.count == round + 1 }
                }
            }
            let effects = try await fixture.effects()
            #expect(effects == ["0", "1", "2"])
        }
    }

    @Test func `a fact that fails six times is parked and the rest goes on, across restarts`() async throws {
        try await Fixture.with { fixture in
            let attempts = Recorder<String>()
            let apply: @Sendable (isolated PostgresConnection, Change) throws -> Void = { db, change in
                // What it did before it failed must not stay.
                try Fixture.remember(db, change)
                guard change.entityID == "wicked" else { return }
                attempts.record(change.entityID)
                throw Fault.internal("it cannot be")
            }
            for id in ["before", "wicked", "after"] { try await fixture.record(id) }
            try await fixture.serving(fixture.replica(apply: apply)) { fixture in
                try await eventually("it has failed twice") { attempts.all.count >= 2 }
            }
            let held = try await fixture.effects()
            #expect(held == ["before"])
            try await fixture.serving(fixture.replica(apply: apply)) { fixture in
                try await eventually("the rest goes on", within: .seconds(60)) { try await fixture.effects() } until: { $0 == ["before", "after"] }
            }
            #expect(attempts.all.count == 6)
            let parked = try await fixture.consumer.one("reading", "SELECT entity_id, attempts, error FROM parked_changes WHERE parked_at IS NOT NULL") {
                (try $0.get("entity_id", as: String.self), try $0.get("attempts", as: Int.self), try $0.get("error", as: String.self))
            }
            #expect(parked.0 == "wicked")
            #expect(parked.1 == 6)
            #expect(parked.2.contains("it cannot be"))
        }
    }

    @Test func `one that succeeds at last is not remembered as failing`() async throws {
        try await Fixture.with { fixture in
            let attempts = Recorder<Void>()
            try await fixture.record("moody")
            try await fixture.serving(
                fixture.replica(apply: { db, change in
                    attempts.record(())
                    if attempts.all.count < 3 { throw Fault.unavailable("not now") }
                    try Fixture.remember(db, change)
                })
            ) { fixture in
                try await eventually("it succeeds") { try await fixture.effects() } until: { $0 == ["moody"] }
            }
            let left = try await fixture.consumer.query("reading", "SELECT entity_id FROM parked_changes") { try $0.get("entity_id", as: String.self) }
            #expect(left.isEmpty)
        }
    }

    @Test func `a cursor older than the feed lists anew`() async throws {
        try await Fixture.with { fixture in
            let resyncs = Recorder<Void>()
            try await fixture.record("old")
            try await fixture.producer.execute("ageing", "UPDATE changes SET at = now() - interval '8 days'")
            try await fixture.serving { fixture in
                try await eventually("the old one is removed") {
                    try await fixture.producer.query("reading", "SELECT 1 AS n FROM changes") { _ in true }.isEmpty
                }
            }
            try await fixture.record("kept")
            try await fixture.serving(fixture.replica(resync: { resyncs.record(()) })) { fixture in
                try await eventually("it lists anew") { resyncs.all.count == 1 }
                try await fixture.record("new")
                // Postgres may hand out "kept" once more: its horizon is that of the whole server, other tests included.
                try await eventually("it goes on") { try await fixture.effects() } until: { $0.last == "new" }
            }
            #expect(resyncs.all.count == 1)
        }
    }

    @Test func `a restored producer, whose transactions count anew, is listed anew`() async throws {
        try await Fixture.with { fixture in
            let resyncs = Recorder<Void>()
            try await fixture.producer.execute("remembering another life", """
                INSERT INTO changes (xid, entity, verb, entity_id, payload) VALUES ('4000000000', 'build', 'x', 'former life', '')
                """)
            for (pool, producer) in [(fixture.producer, "hints:build"), (fixture.consumer, "build")] {
                try await pool.execute("remembering", "INSERT INTO cursors (producer, xid, id) VALUES (\(producer), '4000000000', 1)")
            }
            try await fixture.serving(fixture.replica(every: .seconds(3_600), resync: { resyncs.record(()) })) { fixture in
                try await eventually("it lists anew") { resyncs.all.count == 1 }
                try await fixture.record("new")
                try await eventually("it goes on") { try await fixture.effects() } until: { $0 == ["new"] }
            }
        }
    }

    @Test func `hints name service, entity, verb, project and id`() async throws {
        try await Fixture.with { fixture in
            let project = ProjectID()
            let nats = NATSConnection(fixture.server.client("listener"), log: quiet)
            try await fixture.serving([nats]) { fixture in
                let mailbox = try await nats.subscribe("evt.v1.>", capacity: 16)
                // The server knows of the subscription once it has answered something that came after it.
                try await fixture.producer.transaction("recording") { db in
                    try db.record(Fact(entity: "build", verb: "failed", project: project, id: "b.1", payload: Proto.ChangesRequest()))
                    try db.record(Fixture.fact("b2"))
                }
                fixture.feed.committed()
                var subjects: [String] = []
                for await message in mailbox {
                    mailbox.done()
                    subjects.append(message.subject)
                    if subjects.count == 2 { break }
                }
                #expect(subjects == ["evt.v1.build.build.failed.\(project).b-1", "evt.v1.build.build.succeeded._.b2"])
            }
        }
    }
}
