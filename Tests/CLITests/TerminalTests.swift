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

    @Test func `columns stand under one another, however wide their characters are to a computer`() {
        var table = Table(["app", "status"])
        table.add("shop", "live")
        table.add("grüße-äöü", "failed")
        #expect(table.lines == ["  app        status", "  shop       live", "  grüße-äöü  failed"])
    }

    @Test func `style takes no room`() {
        var table = Table()
        table.add("\u{1B}[1mshop\u{1B}[0m", "live")
        table.add("longer", "failed")
        #expect(table.lines == ["  \u{1B}[1mshop\u{1B}[0m    live", "  longer  failed"])
    }
}
