import ClusterStandIn
import Core
import Messages
import Testing
import TestSupport

@testable import LogService

/// Runs of a container that nobody read while they ran, and what is said where their words are gone.
@Suite struct PodLossTests {
    @Test func `a run that ended before its end was known is read, though the status is older than the log`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            pod.start()
            pod.write("first words")
            cluster.endLog(of: pod.name, in: "demo", restarting: true)
            pod.write("here again")
            try await pod.tell()
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("both runs are stored") { try await fixture.stored().map(\.text) == ["first words", "here again"] }
        }
    }

    /// A reader saw the first line, and was away when the rest was written and the container began anew.
    private func missTheEnd(_ pod: Followed, restart: () -> Void) async throws {
        try await pod.isReadOnce("one")
        pod.write("two")
        restart()
    }

    @Test func `the end of a run is read while the one after it is silent`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            try await missTheEnd(pod) { pod.restart(exitCode: 1) }
            let second = pod.reading(as: "log-2")
            defer { second.cancel() }
            try await eventually("the end is stored") { try await fixture.stored().map(\.text) == ["one", "two"] }
            pod.write("three")
            try await eventually("the next run is followed") { try await fixture.stored().map(\.text) == ["one", "two", "three"] }
        }
    }

    @Test func `the end of a run is read after one that said nothing, though the status knew of none`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            try await missTheEnd(pod) { cluster.endLog(of: pod.name, in: "demo", restarting: true) }
            let second = pod.reading(as: "log-2")
            defer { second.cancel() }
            try await eventually("its log is followed") { cluster.requests.contains { $0.path.hasSuffix("/log") && $0.query["sinceTime"] != nil } }
            cluster.endLog(of: pod.name, in: "demo")
            try await eventually("the end is stored") { try await fixture.stored().map(\.text) == ["one", "two"] }
            pod.delete()
            try await eventually("it is drained") { try await pod.isDrained() }
            #expect(try await fixture.stored().map(\.text) == ["one", "two"])
        }
    }

    @Test func `a rotation that took lines is told, though the container once was started again`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            try await missTheEnd(pod) { pod.restart(exitCode: 1) }
            let second = pod.reading(as: "log-2")
            pod.write("three")
            try await eventually("the next run is followed") { try await fixture.rows() == 3 }
            second.cancel()
            _ = await second.result
            pod.write("lost")
            pod.write("four")
            cluster.rotateLog(of: pod.name, in: "demo", keeping: 1)
            let third = pod.reading(as: "log-3")
            defer { third.cancel() }
            try await eventually("what is left is stored") { try await fixture.rows() == 5 }
            let lines = try await fixture.stored()
            #expect(lines[3].source == "platform" && lines[3].text.contains("may be missing") && lines[4].text == "four")
        }
    }

    @Test(arguments: [true, false]) func `a run that the kubelet has no more is told to be missing`(isMarked: Bool) async throws {
        try await withPod { cluster, fixture, pod async throws in
            if isMarked {
                try await missTheEnd(pod) { pod.restart(exitCode: 1) }
            } else {
                pod.start()
                pod.write("lost")
                pod.restart(exitCode: 1)
                try await pod.tell()
            }
            pod.write("three")
            cluster.fail(RequestMatch(path: "/log", flag: "previous"), .garble("unable to retrieve container logs for containerd://c0"), times: 100)
            let second = pod.reading(as: "log-2")
            defer { second.cancel() }
            try await eventually("what is left is stored") { try await fixture.stored().last?.text == "three" }
            let lines = try await fixture.stored().suffix(2)
            #expect(lines.map(\.source) == ["platform", "instance"])
            #expect(lines.first?.text.contains("may be missing") == true)
        }
    }

    @Test func `a Pod that went while nobody read it is told`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            try await missTheEnd(pod) { pod.delete() }
            let second = pod.reading(as: "log-2")
            defer { second.cancel() }
            try await eventually("it is drained") { try await pod.isDrained() }
            let lines = try await fixture.stored()
            #expect(lines.map(\.source) == ["instance", "platform"])
            #expect(lines.last?.text.hasPrefix("lines of shop-1-a after ") == true, "\(lines.last?.text ?? "")")
        }
    }

    @Test func `a Pod that was read to its end goes without a word`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            pod.start()
            pod.write("one")
            try await pod.tell()
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("the first line is stored") { try await fixture.rows() == 1 }
            pod.write("last")
            pod.end()
            cluster.fail(RequestMatch(path: "/log"), .refuse(404, reason: "NotFound"), times: 2)
            try await eventually("the last line is stored") { try await fixture.rows() == 2 }
            pod.delete()
            try await eventually("it is drained") { try await pod.isDrained() }
            #expect(try await fixture.stored().map(\.text) == ["one", "last"])
        }
    }
}
