import Core
import Messages
import Messaging
import Testing
import Wire

@testable import GatewayService

@Suite struct LineFilterTests {
    @Test func `a deployment's lines are its own and its build's`() {
        func wants(_ filter: LineFilter, _ line: Proto.Line) -> Bool { !filter.wanted(of: [line]).isEmpty }
        let filter = LineFilter(app: "a", deployment: "d", build: "b")
        #expect(wants(filter, Proto.Line(deploymentID: "d")))
        #expect(wants(filter, Proto.Line(deploymentID: "other", buildID: "b")))
        #expect(!wants(filter, Proto.Line(deploymentID: "other", buildID: "c")))
        #expect(wants(LineFilter(app: "a"), Proto.Line()))
        #expect(!wants(LineFilter(app: "a", stream: "stderr"), Proto.Line(stream: "stdout")))
        #expect(!wants(LineFilter(app: "a", source: "build"), Proto.Line(source: "instance")))
        #expect(wants(LineFilter(app: "a", source: "build"), Proto.Line(source: "build")))
    }

    @Test func `what comes live is searched as what is stored is`() {
        func finds(_ text: String, _ message: String) -> Bool {
            !LineFilter(app: "a", text: text).wanted(of: [Proto.Line(message: Array(message.utf8))]).isEmpty
        }
        #expect(finds("TIMEOUT", "a Timeout came") && finds("timeout", "TIMEOUT") && finds("% done_", "100 % DONE_"))
        #expect(!finds("timeout", "time out") && !finds("ä", "Ä") && finds("Ä", "Ärger") && !finds("longer than it", "long"))
        let time = Timestamp.now()
        let range = LineFilter(app: "a", since: time, until: time.adding(.seconds(1)))
        let lines = [-1, 0, 999_999, 1_000_000].map { Proto.Line(time: time.microseconds + $0) }
        #expect(range.wanted(of: lines) == Array(lines[1...2]))
    }

    @Test func `bytes that are no text do not break the answer`() throws {
        let line = Proto.Line(seq: 7, source: "instance", stream: "stdout", message: [0x61, 0xFF, 0x1B, 0x0A, 0xC3])
        let json = line.json
        #expect(json["id"]?.string == "7")
        let text = ServerSentEvent(name: "log", id: "7", data: json).text
        #expect(text.split(separator: "\n").count == 3)
        let data = try #require(text.split(separator: "\n").last?.dropFirst("data: ".count))
        let told = try JSONValue(parsing: String(data))
        #expect(told["message"]?.string == "a\u{FFFD}\u{1B}\n\u{FFFD}")
        #expect(told["message_base64"]?.string == "Yf8bCsM=")
        #expect(Proto.Line(message: [0x61]).json["message_base64"]?.isNull == true)
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
