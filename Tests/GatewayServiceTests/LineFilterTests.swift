import Core
import Messages
import Messaging
import Testing
import Wire

@testable import GatewayService

@Suite struct LineFilterTests {
    @Test func `a deployment's lines are its own and its build's`() {
        let filter = LineFilter(app: "a", deployment: "d", build: "b")
        #expect(filter.wants(Proto.Line(deploymentID: "d")))
        #expect(filter.wants(Proto.Line(deploymentID: "other", buildID: "b")))
        #expect(!filter.wants(Proto.Line(deploymentID: "other", buildID: "c")))
        #expect(LineFilter(app: "a").wants(Proto.Line()))
        #expect(!LineFilter(app: "a", stream: "stderr").wants(Proto.Line(stream: "stdout")))
        #expect(!LineFilter(app: "a", text: "x").isSimple)
    }

    @Test func `bytes that are no text do not break the answer`() throws {
        let line = Proto.Line(seq: 7, source: "instance", stream: "stdout", message: [0x61, 0xFF, 0x1B, 0x0A, 0xC3])
        let json = line.json
        #expect(json["id"]?.string == "7")
        let text = ServerSentEvent(name: "log", id: "7", data: json).text
        #expect(text.split(separator: "\n").count == 3)
        let data = try #require(text.split(separator: "\n").last?.dropFirst("data: ".count))
        #expect(try JSONValue(parsing: String(data))["message"]?.string == "a\u{FFFD}\u{1B}\n\u{FFFD}")
    }

    @Test func `a slow follower loses its buffer and is told so`() {
        let buffer = LogBuffer(signal: StreamSignal())
        for seq in 1...UInt64(LogBuffer.mostLines + 1) {
            buffer.add(Proto.LiveLines(appID: "a", previousSeq: seq - 1, lines: [Proto.Line(seq: seq)]))
        }
        let taken = buffer.take()
        #expect(taken.hasOverflowed)
        #expect(taken.batches.isEmpty)
        buffer.add(Proto.LiveLines(appID: "a", lines: [Proto.Line(seq: 1)]))
        #expect(buffer.take().batches.count == 1)
        #expect(!buffer.take().hasOverflowed)
    }
}
