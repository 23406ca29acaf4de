import Testing

@testable import LogService

@Suite struct LineJoinerTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `parts become the line, each stream for itself`() {
        var joiner = LineJoiner()
        #expect(joiner.take(bytes("out-"), .stdout, endsLine: false) == [])
        #expect(joiner.take(bytes("err"), .stderr, endsLine: true) == [LinePiece(bytes("err"))])
        #expect(joiner.take(bytes("put"), .stdout, endsLine: true) == [LinePiece(bytes("out-put"))])
        #expect(joiner.take([], .stdout, endsLine: true) == [LinePiece([])])
        #expect(joiner.open.isEmpty)
    }

    @Test func `a line without an end comes in pieces, and holds no more than one`() {
        var joiner = LineJoiner()
        var whole: [LinePiece] = []
        for part in 0..<40 {
            whole += joiner.take(Array(repeating: UInt8(part), count: 1000), .stdout, endsLine: false)
            #expect(joiner.open.stdout.count <= LogLine.mostBytes)
        }
        whole += joiner.take([], .stdout, endsLine: true)
        #expect(whole.flatMap(\.message).elementsEqual((0..<40).flatMap { Array(repeating: UInt8($0), count: 1000) }))
        #expect(whole.map(\.message.count) == [16384, 16384, 7232])
        #expect(whole.map(\.isPartial) == [true, true, false])
    }

    @Test func `a line of exactly the longest length is one line`() {
        var joiner = LineJoiner()
        let longest = [UInt8](repeating: 0x61, count: LogLine.mostBytes)
        #expect(joiner.take(longest, .stdout, endsLine: false) == [])
        #expect(joiner.take([], .stdout, endsLine: true) == [LinePiece(longest)])
    }

    @Test func `what was told before its end is not followed by an empty line`() {
        var joiner = LineJoiner()
        _ = joiner.take(bytes("prompt> "), .stdout, endsLine: false)
        #expect(joiner.flush().map(\.message) == [bytes("prompt> ")])
        #expect(joiner.flush().isEmpty)
        #expect(joiner.take([], .stdout, endsLine: true) == [])
        #expect(joiner.take([], .stdout, endsLine: true) == [LinePiece([])])
        _ = joiner.take(bytes("more"), .stderr, endsLine: false)
        _ = joiner.flush()
        #expect(joiner.take(bytes(" and more"), .stderr, endsLine: true) == [LinePiece(bytes(" and more"))])
    }

    @Test func `another reader goes on with what is open`() {
        var joiner = LineJoiner()
        _ = joiner.take(bytes("one "), .stderr, endsLine: false)
        var next = LineJoiner(joiner.open)
        #expect(next.take(bytes("line"), .stderr, endsLine: true) == [LinePiece(bytes("one line"))])
    }
}
