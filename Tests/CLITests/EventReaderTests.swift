import Testing

@testable import CLI

@Suite struct EventReaderTests {
    private let stream = """
        : ping

        event: log
        id: 41
        data: {"message":"Füße 🛳"}

        id: 42
        data: one
        data:two
        data:

        event: empty

        data
        retry: 1000
        unknown: x

        id: 43
        data: a: b
        """

    private func read(_ pieces: [ArraySlice<UInt8>]) -> [ServerEvent] {
        var reader = EventReader()
        return pieces.flatMap { reader.read(Array($0)) }
    }

    private let expected = [
        ServerEvent(id: "41", name: "log", data: "{\"message\":\"Füße 🛳\"}"), ServerEvent(id: "42", data: "one\ntwo\n"), ServerEvent(),
        ServerEvent(id: "43", data: "a: b"),
    ]

    @Test(arguments: ["\n", "\r\n", "\r"]) func `a stream is the same events wherever it is cut`(end: String) {
        let bytes = Array((stream + "\n\n").replacing("\n", with: end).utf8)
        #expect(read([bytes[...]]) == expected)
        #expect(read(bytes.indices.map { bytes[$0...$0] }) == expected)
        for place in bytes.indices { #expect(read([bytes[..<place], bytes[place...]]) == expected) }
    }

    @Test func `an event that never ended is none`() {
        #expect(read([Array("data: half\n".utf8)[...]]) == [])
        #expect(read([Array("data: half".utf8)[...]]) == [])
    }

    @Test func `an id stays for the events after it only in the client that follows`() {
        #expect(read([Array("id: 1\ndata: a\n\ndata: b\n\n".utf8)[...]]).map(\.id) == ["1", nil])
    }
}
