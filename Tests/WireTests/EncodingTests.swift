import Core
import Messages
import Testing
import Wire

struct EncodingTests {
    @Test func `a text with NUL is refused, wherever it stands`() {
        #expect(throws: Fault.self) { try Proto.GetAppRequest(appID: "a\0b").encoded() }
        #expect(throws: Fault.self) { try Proto.ListAppsRequest(projectIDs: ["fine", "\0"]).encoded() }
        #expect(throws: Fault.self) { try Proto.UpdateAppRequest(branch: "\0").encoded() }
        #expect(throws: Fault.self) { try Proto.AppList(items: [Proto.App(id: "\0")]).encoded() }
    }

    @Test func `what is too large is refused with a sentence`() throws {
        let limit = WireFormat.largest
        #expect(try Proto.Line(message: [UInt8](repeating: 7, count: limit - 4)).encoded().count == limit)
        let fault = #expect(throws: Fault.self) { try Proto.Line(message: [UInt8](repeating: 7, count: limit)).encoded() }
        #expect(fault?.code == .outOfRange)
    }

    @Test func `zeros are absent`() throws {
        #expect(try Proto.Change(xid: 0, id: 0, at: 0, entity: "", payload: []).encoded().isEmpty)
    }

    @Test func `a message of many blocks`() throws {
        let lines = Proto.LineList(items: (0..<2_000).map { Proto.Line(seq: UInt64($0), source: "build", message: Array("line \($0)".utf8)) })
        #expect(try Proto.LineList(decoding: lines.encoded()) == lines)
    }
}
