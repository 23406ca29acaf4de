import Core
import Testing

@testable import CLI

@Suite struct TerminalTests {
    @Test func `no control character of a stranger reaches the terminal`() {
        #expect(Terminal.safe("plain, ä, 🛳 and\ttabs") == "plain, ä, 🛳 and\ttabs")
        #expect(Terminal.safe("\u{1B}]0;title\u{07}") == "\\x1b]0;title\\x7")
        #expect(Terminal.safe("a\rb\nc") == "a\\xdb\\xac")
        #expect(Terminal.safe("\u{9B}31m") == "\\x9b31m")
        #expect(Terminal.safe("user\u{202E}txt.exe") == "user\\u202etxt.exe")
        for value in UInt32(0)...0x2FFF {
            guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory == .control, scalar != "\t" else { continue }
            #expect(Terminal.safe(String(scalar)).unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F })
        }
    }

    @Test func `whatever is shown went through a span, and a span is harmless`() {
        let hostile = "\u{1B}[2J\u{9B}31m\u{202E}x\u{07}"
        #expect(Span(hostile).text == "\\x1b[2J\\x9b31m\\u202ex\\x7")
        #expect(("a \(hostile)" as Span).text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        var table = Table(["app"])
        table.add(hostile, "live")
        #expect(table.lines().allSatisfy { !$0.plain.contains("\u{1B}") })
        let line = Logs.spans(["time": "2026-01-31T12:07:44.102000Z", "instance": .string(hostile), "stream": "stderr", "message": .string(hostile)])
        #expect(!line.plain.contains("\u{1B}") && line.plain.hasPrefix("  12:07:44.102  \\x1b[2J"))
        #expect(Span("red", .red).coloured == "\u{1B}[31mred\u{1B}[0m")
    }

    @Test func `JSON for a terminal is the same JSON`() throws {
        let value: JSONValue = ["a": "\u{1B}[31m\u{9B}\u{202E}\u{7F} ä\n"]
        for text in [Terminal.harmless(value), Terminal.harmless(value, pretty: true)] {
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || (0x7F..<0xA0).contains($0.value) || $0.value == 0x202E })
            #expect(try JSONValue(parsing: text) == value)
        }
    }

    private func text(_ table: Table, width: Int? = nil) -> [String] { table.lines(width: width).map(\.plain) }

    @Test func `columns stand under one another, however wide their characters are`() {
        var table = Table(["app", "status"])
        table.add("shop", "live")
        table.add("grüße-äöü", "failed")
        table.add("店舗", "new")
        #expect(text(table) == ["  app        status", "  shop       live", "  grüße-äöü  failed", "  店舗       new"])
        #expect(Span.width("e\u{301}") == 1 && Span.width("🛳") == 2)
    }

    @Test func `style takes no room`() {
        var table = Table()
        table.add(Span("shop", .bold), "live")
        table.add("longer", "failed")
        #expect(text(table) == ["  shop    live", "  longer  failed"])
    }

    @Test func `on a narrow terminal the widest column gives way, and nothing else`() {
        var table = Table()
        table.add("7", "live", "3f2a1c9  A very long message that does not fit", "47 s")
        let narrow = text(table, width: 40)
        #expect(narrow[0].count <= 40 && narrow[0].hasPrefix("  7  live  3f2a1c9") && narrow[0].contains("…") && narrow[0].hasSuffix("  47 s"))
        #expect(text(table, width: 200) == text(table))
    }

    @Test func `a line is cut where the terminal ends, between characters`() {
        #expect([Span("abc"), Span("def", .dim)].cut(to: 5).plain == "abcd…")
        #expect([Span("abc"), Span("def")].cut(to: 6).plain == "abcdef")
        #expect([Span("店舗店")].cut(to: 4).plain == "店…")
        #expect([Span("abc")].cut(to: 0).plain == "")
    }

    @Test func `a bar is full when all is done`() {
        #expect(Words.bar(0, of: 4, width: 4) == "░░░░" && Words.bar(1, of: 4, width: 4) == "█░░░")
        #expect(Words.bar(14, of: 14) == String(repeating: "█", count: 20))
        #expect(Words.bar(9, of: 3, width: 3) == "███" && Words.bar(0, of: 0, width: 3) == "░░░")
    }
}
