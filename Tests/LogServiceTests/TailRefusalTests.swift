import ClusterStandIn
import Core
import Telemetry
import Testing
import TestSupport

@testable import LogService

/// Logs that an API server does not give.
@Suite struct TailRefusalTests {
    @Test func `a log that is refused for good is told by the check, and read as soon as it is allowed`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            pod.start()
            pod.write("one")
            cluster.fail(RequestMatch(path: "/log"), .refuse(403, reason: "Forbidden", message: "pods is forbidden: cannot get resource pods/log"), times: 1_000)
            #expect(pod.refusals.examine().state == .ok)
            try await pod.tell()
            let reading = pod.reading()
            defer { reading.cancel() }
            let finding = try await eventually("it is told", within: .seconds(30), { pod.refusals.examine() }, until: { $0.state == .warn })
            #expect(finding.message.contains("one instance") && finding.message.contains("cannot get resource pods/log"))
            cluster.mend()
            try await eventually("it is read") { try await fixture.stored().map(\.text) == ["one"] }
            pod.end()
            try await eventually("nothing is told any more") { pod.refusals.examine().state == .ok }
        }
    }

    @Test func `a lasting refusal is news once, and a passing one is none`() {
        struct Refusal: Error {}
        let refusals = TailRefusals()
        #expect((0..<6).map { _ in refusals.note("a", Refusal()) } == [false, false, true, false, false, false])
        _ = refusals.note("b", Refusal())
        #expect(refusals.examine().message.contains("one instance"))
        refusals.forget("a")
        #expect(refusals.examine().state == .ok)
    }

    @Test func `a server that says when to come again is not asked before`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            pod.start()
            let other = Followed(cluster, fixture, name: "shop-1-def")
            other.start()
            cluster.fail(RequestMatch(path: "/\(pod.name)/log"), .refuse(429, reason: "TooManyRequests", retryAfter: 60), times: 1_000)
            cluster.fail(RequestMatch(path: "/\(other.name)/log"), .refuse(503, reason: "ServiceUnavailable"), times: 1_000)
            try await pod.tell()
            try await other.tell()
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("the other one is asked again and again", within: .seconds(30)) { other.asked >= 6 }
            #expect(pod.asked == 1)
        }
    }
}
