import Core
import Messages
import TestSupport
import Testing

@testable import LogService

@Suite struct AppendTests {
    @Test func `a batch sent twice is stored once, and one that overlaps adds what is new`() async throws {
        try await Fixture.run { fixture in
            let first = try await fixture.append(["1", "2", "3"])
            #expect(first?.previous == 0 && first?.last == 3)
            #expect(try await fixture.append(["1", "2", "3"]) == nil)
            let second = try await fixture.append(["2", "3", "4", "5"], from: 2)
            #expect(second?.previous == 3 && second?.lines.map(\.message) == [Array("4".utf8), Array("5".utf8)])
            #expect(try await fixture.append(["4"], from: 4) == nil)
            #expect(try await fixture.append([]) == nil)
            let lines = try await fixture.stored()
            #expect(lines.map(\.text) == ["1", "2", "3", "4", "5"])
            #expect(lines.map(\.seq) == [1, 2, 3, 4, 5])
        }
    }

    @Test func `writers number for themselves, apps have a sequence each`() async throws {
        try await Fixture.run { fixture in
            try await fixture.append(["a1"], writer: "a")
            try await fixture.append(["b1"], writer: "b")
            let other = Fixture(pool: fixture.pool, store: fixture.store)
            try await other.append(["c1"], writer: "a")
            #expect(try await fixture.stored().map { "\($0.seq) \($0.text)" } == ["1 a1", "2 b1"])
            #expect(try await other.stored().map { "\($0.seq) \($0.text)" } == ["1 c1"])
        }
    }

    @Test func `replicas that get the same overlapping batches at once store each line once, in order`() async throws {
        try await Fixture.run { fixture in
            let texts = (1...60).map(String.init)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...4 {
                    group.addTask {
                        var stored = 0
                        for first in stride(from: 1, through: 51, by: 5) {
                            let batch = Array(texts[(first - 1)..<(first + 9)])
                            stored += try await fixture.append(batch, from: Int64(first))?.lines.count ?? 0
                        }
                        return stored
                    }
                }
                let stored = try await group.reduce(into: 0) { $0 += $1 }
                #expect(stored == 60)
            }
            let lines = try await fixture.stored()
            #expect(lines.map(\.text) == texts)
            #expect(lines.map(\.seq) == Array(1...60))
        }
    }

    @Test func `a reader never sees a line before one that comes earlier`() async throws {
        try await Fixture.run { fixture in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...3 {
                    group.addTask {
                        for batch in 0..<20 {
                            try await fixture.append(["x", "y", "z"], writer: "\(writer)", from: Int64(batch * 3 + 1))
                        }
                    }
                }
                group.addTask {
                    var cursor = "a0"
                    var seen: [UInt64] = []
                    while seen.count < 180 {
                        let page = try await fixture.read { ($0.cursor, $0.limit) = (cursor, 7) }
                        seen += page.items.map(\.seq)
                        cursor = page.nextCursor
                    }
                    #expect(seen == Array(1...180))
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `any bytes are kept, except NUL`() async throws {
        try await Fixture.run { fixture in
            let hostile: [UInt8] = [0xFF, 0xC3, 0x5C, 0x2E, 0x09, 0x1B, 0x0D, 0x0A, 0x27, 0x80]
            try await handle([Proto.Line(source: "build", stream: "stderr", message: hostile + [0] + hostile)], fixture)
            let line = try #require(try await fixture.stored().first)
            #expect(line.message == hostile + [0xEF, 0xBF, 0xBD] + hostile)
            #expect(line.source == "build" && line.stream == "stderr" && line.instance == "" && line.deploymentID == "")
        }
    }

    @Test func `a long line is cut, and its pieces count as one of the writer's`() async throws {
        try await Fixture.run { fixture in
            let long = String(repeating: "ä", count: 20_000)
            let stored = try await fixture.append([long, "next"])
            #expect(stored?.lines.count == 4)
            #expect(try await fixture.append([long, "next"]) == nil)
            try await fixture.append(["third"], from: 3)
            let lines = try await fixture.stored()
            #expect(lines.prefix(3).map(\.text).joined() == long)
            #expect(lines.dropFirst(3).map(\.text) == ["next", "third"])
            #expect(lines.allSatisfy { $0.message.count <= LogLine.mostBytes })
        }
    }

    @Test func `what is no line is refused, and nothing of its batch is stored`() async throws {
        try await Fixture.run { fixture in
            let good = Proto.Line(source: "build", stream: "stdout", message: [0x61])
            for bad in [
                Proto.Line(source: "elsewhere", stream: "stdout"), Proto.Line(source: "build", stream: "stdlog"),
                Proto.Line(time: .max, source: "build", stream: "stdout"), Proto.Line(time: -1, source: "build", stream: "stdout"),
                Proto.Line(source: "build", instance: String(repeating: "x", count: 129), stream: "stdout"),
                Proto.Line(source: "build", stream: "stdout", buildID: "b"),
            ] {
                #expect(await code { try await handle([good, bad], fixture) } == .invalidArgument)
            }
            #expect(await code { try await handle([good], fixture, first: 0) } == .invalidArgument)
            #expect(await code { try await handle(Array(repeating: good, count: 1001), fixture) } == .invalidArgument)
            let stored = try await fixture.stored()
            #expect(stored.isEmpty)
        }
    }

    @Test func `the reply says how far the writer has come, again and again`() async throws {
        try await Fixture.run { fixture in
            let lines = Array(repeating: Proto.Line(source: "platform", stream: "stdout"), count: 3)
            let last = [try await handle(lines, fixture), try await handle(lines, fixture), try await handle(lines, fixture, first: 2)]
            #expect(last == [3, 3, 4])
        }
    }

    /// As a message from another service.
    @discardableResult
    private func handle(_ lines: [Proto.Line], _ fixture: Fixture, first: UInt64 = 1) async throws -> UInt64 {
        let request = Proto.AppendRequest(
            projectID: fixture.project.description, appID: fixture.app.description, writer: "w", firstOrdinal: first, lines: lines)
        return try await AppendHandler(store: fixture.store, live: .toNobody).handle(request, fixture.context(fixture.project)).lastOrdinal
    }
}
