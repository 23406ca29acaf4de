import Core
import Messages
import Testing
import Wire

/// What protobuf-c would read, or break on, and we do not let through to it.
struct HostileBytesTests {
    @Test func `a singular field twice`() {
        expectRefused(Proto.GetAppRequest.self, Bytes().text(1, "a").text(1, "b").all, because: "twice")
        expectRefused(Proto.Change.self, Bytes().number(1, 1).number(1, 1).all, because: "twice")
        let source = Bytes().text(1, "x").all
        expectRefused(Proto.App.self, Bytes().text(5, source).text(5, source).all, because: "twice")
    }

    @Test func `both members of a oneof`() {
        expectRefused(Proto.Reply.self, Bytes().text(1, "payload").text(2, []).all, because: "twice")
        expectRefused(Proto.Reply.self, Bytes().text(2, []).text(1, "payload").all, because: "twice")
    }

    @Test func `NUL, which C would cut at`() {
        expectRefused(Proto.GetAppRequest.self, Bytes().text(1, "app\0evil").all, because: "NUL")
        expectRefused(Proto.ListAppsRequest.self, Bytes().text(1, "fine").text(1, "\0").all, because: "NUL")
        expectRefused(Proto.App.self, Bytes().text(5, Bytes().text(1, "a\0").all).all, because: "NUL")
    }

    @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x61, 0xE2, 0x82]] as [[UInt8]])
    func `text that is not UTF-8`(bytes: [UInt8]) {
        expectRefused(Proto.GetAppRequest.self, Bytes().text(1, bytes).all, because: "UTF-8")
    }

    @Test func `more than a message may hold`() {
        expectRefused(Proto.Line.self, Bytes().text(6, [UInt8](repeating: 0, count: 256 * 1024)).all, because: "256 KiB")
    }

    @Test func `two bytes an element, hundreds in memory`() throws {
        let element = Bytes().text(1, []).all
        let some = Array(repeatElement(element, count: 15_000).joined())
        #expect(try Proto.InstanceList(decoding: some).items.count == 15_000)
        let many = Array(repeatElement(element, count: 20_001).joined())
        expectRefused(Proto.InstanceList.self, many, because: "20000 fields")
    }

    @Test func `unknown fields, a few are a newer peer's, many are an attack`() throws {
        let known = Bytes().text(1, "a")
        let few = (0..<64).reduce(known) { bytes, _ in bytes.number(99, 1) }
        #expect(try Proto.GetAppRequest(decoding: few.all).appID == "a")
        expectRefused(Proto.GetAppRequest.self, few.number(99, 1).all, because: "unknown")
        #expect(try Proto.GetAppRequest(decoding: known.text(99, [UInt8](repeating: 1, count: 4000)).all).appID == "a")
        expectRefused(Proto.GetAppRequest.self, known.text(99, [UInt8](repeating: 1, count: 4096)).all, because: "unknown")
    }

    @Test func `groups and wire types that are none`() {
        for type: UInt64 in [3, 4, 6, 7] {
            expectRefused(Proto.GetAppRequest.self, Bytes().field(99, type: type, []).all, because: "wire type")
        }
    }

    @Test func `a field of another wire type`() {
        expectRefused(Proto.GetAppRequest.self, Bytes().number(1, 7).all, because: "wire type")
        expectRefused(Proto.Change.self, Bytes().text(1, "7").all, because: "wire type")
        expectRefused(Proto.App.self, Bytes().number(5, 7).all, because: "wire type")
        expectRefused(Proto.Line.self, Bytes().field(6, type: 5, [0, 0, 0, 0]).all, because: "wire type")
    }

    @Test func `lengths that lie`() {
        expectRefused(Proto.GetAppRequest.self, Bytes().field(1, type: 2, Bytes.varint(5) + [1]).all, because: "past the end")
        expectRefused(Proto.GetAppRequest.self, Bytes().field(1, type: 2, Bytes.varint(.max)).all, because: "past the end")
        expectRefused(Proto.GetAppRequest.self, Bytes().field(1, type: 2, []).all, because: "past the end")
        // An inner field that reaches out of its message.
        expectRefused(
            Proto.App.self, Bytes().text(5, Bytes().field(1, type: 2, Bytes.varint(9)).all).text(1, "aaaaaaaaaa").all,
            because: "past the end")
        expectRefused(Proto.Change.self, Bytes().field(99, type: 1, [1, 2, 3]).all, because: "past the end")
    }

    @Test func `tags and numbers out of form`() {
        expectRefused(Proto.Change.self, Bytes().number(0, 1).all, because: "tag")
        expectRefused(Proto.Change.self, Bytes().number(1 << 29, 1).all, because: "tag")
        expectRefused(Proto.Change.self, Bytes().field(1, type: 0, [UInt8](repeating: 0xFF, count: 10)).all, because: "number")
        expectRefused(Proto.Change.self, Bytes().field(1, type: 0, [0x80]).all, because: "past the end")
    }
}
