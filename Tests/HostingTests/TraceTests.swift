import Core
import Hosting
import Logging
import Synchronization
import Telemetry
import Testing

@Suite struct TraceTests {
    @Test func `a valid traceparent is read as it stands`() throws {
        let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let trace = try #require(TraceParent(text))
        #expect(trace.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(trace.text == text)
        // A version to come may have more; what is known of it is read.
        #expect(TraceParent("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what")?.traceID == trace.traceID)
    }

    @Test(arguments: [
        "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
    ])
    func `an invalid one is none`(_ text: String) {
        #expect(TraceParent(text) == nil)
    }

    @Test func `a new one is valid, and another each time`() {
        let trace = TraceParent()
        #expect(TraceParent(trace.text) == trace)
        #expect(trace != TraceParent())
    }

    @Test func `log lines carry the request of their task, in the tasks it makes too`() async throws {
        let lines = Lines()
        let log = Logger(
            label: "test",
            factory: { _ in
                var handler = JSONLog(service: "build", replica: "build-1", level: .info) { line in lines.taken.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
                handler.metadataProvider = TraceContext.metadata
                return handler
            })
        let context = TraceContext(requestID: "r-1")
        await TraceContext.$current.withValue(context) {
            await withTaskGroup(of: Void.self) { group in group.addTask { log.info("inside", metadata: ["n": "1"]) } }
        }
        log.info("outside")
        let said = try lines.taken.withLock { $0 }.map { try JSONValue(parsing: Array($0.utf8)) }
        #expect(said[0]["metadata"] == .object(["n": "1", "request_id": "r-1", "trace_id": .string(context.trace.traceID)]))
        #expect(said[1]["metadata"] == nil)
    }

    private final class Lines: Sendable {
        let taken = Mutex<[String]>([])
    }
}
