import Core
import Foundation
import Testing

@Suite struct IDTests {
    @Test func `a new id is a UUIDv7 of now`() throws {
        let before = Timestamp.now()
        let id = AppID()
        let text = id.description
        #expect(text.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        #expect(abs((id.created - before).inSeconds) < 1)
    }

    @Test func `ids made later sort later, as ids and as text`() async throws {
        let first = AppID()
        try await Task.sleep(for: .milliseconds(3))
        let second = AppID()
        #expect(first < second)
        #expect(first.description < second.description)
    }

    @Test func `ten thousand ids of one moment differ`() {
        #expect(Set((0..<10_000).map { _ in BuildID() }).count == 10_000)
    }

    @Test func `text in either case is read, and written in lower case`() {
        let id = AppID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
        #expect(id?.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(AppID("00000000-0000-0000-0000-000000000000")?.description == "00000000-0000-0000-0000-000000000000")
        #expect(id == AppID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"))
    }

    @Test(arguments: [
        "", "017f22e2", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398fa",
        "017f22e279b0-7cc3-98c4-dc0c0c07398f--", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "{17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    ])
    func `anything else is none`(text: String) {
        #expect(AppID(text) == nil)
        let thrown = #expect(throws: Fault.self) { try AppID(validating: text, field: "app_id") }
        #expect(thrown?.fields == [FieldError(field: "app_id", message: "must be a UUID")])
    }

    @Test func `JSON carries the text`() throws {
        let id = AppID()
        let json = try JSONEncoder().encode([id])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(id)\"]")
        #expect(try JSONDecoder().decode([AppID].self, from: json) == [id])
    }
}
