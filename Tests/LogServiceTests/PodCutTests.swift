import ClusterStandIn
import Core
import Messages
import Testing
import TestSupport

@testable import LogService

/// Answers that a node broke off, and that end in good order all the same: each byte is stored once for all that.
@Suite struct PodCutTests {
    private static let start = Timestamp(rfc3339: "2026-11-21T09:31:15.735152Z")!
    private static let texts = (1...40).map { "line \($0)" }
    /// How many bytes "line 1" to "line 9" are, with their times and line feeds.
    private static let short = 38

    private func writeAll(_ pod: Followed, from first: Int = 0, lastIsTerminated: Bool = true) {
        for (index, text) in Self.texts.enumerated().dropFirst(first) {
            pod.write(text, at: Self.start.adding(.milliseconds(index)), isTerminated: lastIsTerminated || index < Self.texts.count - 1)
        }
    }

    private func texts(_ fixture: Fixture) async throws -> [String] { try await fixture.stored().map(\.text) }

    @Test(arguments: [5, 30, 35, 37, 38]) func `a followed line that was cut is stored once and whole`(of line: Int) async throws {
        try await withPod { cluster, fixture, pod async throws in
            pod.start()
            writeAll(pod)
            cluster.fail(RequestMatch(path: "/log", flag: "follow"), .endLog(after: 4 * Self.short + line))
            try await pod.tell()
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("all are stored") { try await fixture.rows() >= Self.texts.count }
            pod.write("last")
            try await eventually("it is followed on") { try await texts(fixture) == Self.texts + ["last"] }
        }
    }

    @Test(arguments: [true, false]) func `an end that nobody followed is read until it is known`(isTerminated: Bool) async throws {
        try await withPod { cluster, fixture, pod async throws in
            pod.start()
            writeAll(pod, lastIsTerminated: isTerminated)
            pod.end()
            cluster.fail(RequestMatch(path: "/log"), .endLog(after: 4 * Self.short + 30))
            // There is no run before.
            cluster.fail(RequestMatch(path: "/log"), .refuse(400, reason: "BadRequest"))
            cluster.fail(RequestMatch(path: "/log"), .endLog(after: 7 * Self.short + 37))
            try await pod.tell()
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("all are stored") { try await texts(fixture) == Self.texts }
            // Twice alike, and not again.
            try await Task.sleep(for: .milliseconds(500))
            cluster.forgetRequests()
            let other = Followed(cluster, fixture, name: "shop-1-def")
            other.start()
            cluster.fail(RequestMatch(path: "/shop-1-def/log"), .refuse(503, reason: "ServiceUnavailable"), times: 100)
            try await other.tell()
            try await eventually("another one is asked again and again", within: .seconds(30)) { other.asked >= 5 }
            #expect(pod.asked == 0)
            pod.delete()
            try await eventually("it is drained") { try await pod.isDrained() }
            #expect(try await texts(fixture) == Self.texts)
        }
    }

    @Test func `an end without a line feed that was followed is stored`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            pod.start()
            writeAll(pod, lastIsTerminated: false)
            try await pod.tell()
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("the others are stored") { try await fixture.rows() == Self.texts.count - 1 }
            pod.end()
            try await eventually("it is stored") { try await texts(fixture) == Self.texts }
        }
    }

    @Test func `a Pod that went with the rest of a line is told`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            pod.start()
            pod.write("one")
            try await pod.tell()
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("the first line is stored") { try await fixture.rows() == 1 }
            pod.write("the last words", isTerminated: false)
            pod.delete()
            try await eventually("it is drained") { try await pod.isDrained() }
            let lines = try await fixture.stored()
            #expect(lines.map(\.source) == ["instance", "platform"])
            #expect(lines.last?.text.contains("may be missing") == true)
        }
    }

    @Test(arguments: [true, false]) func `a run that is over is read to its end`(isTerminated: Bool) async throws {
        try await withPod { cluster, fixture, pod async throws in
            pod.start()
            writeAll(pod, lastIsTerminated: isTerminated)
            pod.restart(exitCode: 1)
            pod.write("here again")
            cluster.fail(RequestMatch(path: "/log", flag: "previous"), .endLog(after: 4 * Self.short + 30))
            cluster.fail(RequestMatch(path: "/log", flag: "previous"), .endLog(after: 7 * Self.short + 37))
            try await pod.tell()
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("the next run is followed") { try await fixture.stored().last?.text == "here again" }
            #expect(try await texts(fixture) == Self.texts + ["here again"])
        }
    }
}
