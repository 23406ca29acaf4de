import Core
import Messages
import Testing
import Wire

/// Bytes that another implementation (`protoc --encode`) made of the same content.
struct GoldenTests {
    @Test func `a build`() throws {
        try expect(
            Proto.Build(
                id: "0198", projectID: "p", status: "succeeded", attempt: 2,
                failure: Proto.Failure(reason: "build_failed", message: "no"), createdAt: 1_700_000_000_000_000,
                startedAt: 0, finishedAt: -1),
            "0a04303139381201702209737563636565646564500262120a0c6275696c645f6661696c656412026e6f88018080f9c0c1c4820392010208009a"
                + "010b08ffffffffffffffffff01")
    }

    @Test func `a fault in a reply`() throws {
        try expect(
            Proto.Reply(
                result: .fault(
                    Proto.Fault(
                        code: 5, message: "There is no app.", fields: [Proto.FieldError(field: "name", message: "must")],
                        retryAfterMs: 1500))),
            "1225080512105468657265206973206e6f206170702e1a0c0a046e616d6512046d75737428dc0b")
    }

    @Test func `a payload that is there and empty`() throws {
        try expect(Proto.Reply(result: .payload([])), "0a00")
    }

    @Test func `wrappers tell present from absent`() throws {
        try expect(
            Proto.UpdateAppRequest(
                appID: "a", repository: "", branch: "main", autoDeploy: false, port: 8080, cleared: ["run.health_path", ""]),
            "0a016112001a060a046d61696e2a020800620308903f92010f72756e2e6865616c74685f70617468920100")
    }

    @Test func `bytes hold anything, numbers their borders`() throws {
        try expect(
            Proto.LiveLines(appID: "a", previousSeq: .max, lines: [Proto.Line(seq: 1, time: -5, message: [0xFF, 0, 0x78])]),
            "0a016110ffffffffffffffffff011a12080110fbffffffffffffffff013203ff0078")
    }

    private func expect<M: WireMessage>(_ message: M, _ hex: String) throws {
        #expect(Hex.encode(try message.encoded()) == hex)
        #expect(try M(decoding: try #require(Hex.decode(hex))) == message)
    }
}
