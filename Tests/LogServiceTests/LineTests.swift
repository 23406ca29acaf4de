import Core
import Testing

@testable import LogService

@Suite struct LineTests {
    private func line(_ message: [UInt8]) -> LogLine {
        LogLine(time: .now(), source: .instance, instance: "a", stream: .stdout, message: message)
    }

    @Test func `pieces are the line, none too long, none empty`() {
        for length in [0, 1, LogLine.mostBytes, LogLine.mostBytes + 1, 2 * LogLine.mostBytes, 100_000] {
            for byte: UInt8 in [0x61, 0x80, 0xFF] {
                let whole = line(Array(repeating: byte, count: length))
                let pieces = whole.pieces()
                #expect(pieces.flatMap(\.message) == whole.message)
                #expect(pieces.allSatisfy { $0.message.count <= LogLine.mostBytes && ($0.message.count > 0 || length == 0) })
                #expect(pieces.count == max(1, (length + LogLine.mostBytes - 1) / LogLine.mostBytes))
            }
        }
    }

    @Test(arguments: ["ä", "€", "🛳"]) func `a character is not torn`(character: String) {
        for shift in 0..<4 {
            let text = String(repeating: "x", count: shift) + String(repeating: character, count: 12_000)
            let pieces = line(Array(text.utf8)).pieces()
            #expect(pieces.allSatisfy { String(validating: $0.message, as: UTF8.self) != nil })
            #expect(pieces.flatMap(\.message) == Array(text.utf8))
        }
    }

    @Test func `cursors are read as they are written, and nothing else is`() throws {
        for cursor in [LineCursor.after(0), .after(17), .before(1), .before(.max)] {
            #expect(try LineCursor(cursor.text) == cursor)
        }
        for text in ["", "a", "b", "17", "a-1", "a+1", "a 1", "A1", "a1b", "a١", "a9223372036854775808"] {
            #expect(throws: Fault.self) { try LineCursor(text) }
        }
    }
}
