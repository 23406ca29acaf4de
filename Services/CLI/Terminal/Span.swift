/// A piece of a line: text of whoever it is, made harmless, and how it looks.
///
/// Everything that is shown is made of spans, so that no control character of a stranger reaches the terminal, wherever
/// the text came from.
struct Span: Equatable, ExpressibleByStringInterpolation {
    let text: String
    let style: Terminal.Style?

    init(_ text: String, _ style: Terminal.Style? = nil) {
        self.text = Terminal.safe(text)
        self.style = style
    }

    init(stringLiteral value: String) { self.init(value) }

    /// As it is written to a terminal with colours.
    var coloured: String { style.map { text.isEmpty ? "" : "\u{1B}[\($0.rawValue)m\(text)\u{1B}[0m" } ?? text }

    var shown: String { Terminal.hasColour ? coloured : text }

    /// How many columns it takes.
    var width: Int { Self.width(text) }

    static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + columns($1) } }

    /// Cut to a width, with an ellipsis where something is missing.
    func cut(to most: Int) -> Span {
        guard width > most else { return self }
        var room = most - 1
        var kept = ""
        for character in text {
            let columns = Self.width(String(character))
            guard columns <= room else { break }
            room -= columns
            kept.append(character)
        }
        return Span(most > 0 ? kept + "…" : "", style)
    }

    /// Columns of a scalar: none for what joins the one before, two for East Asian and pictures (Unicode TR 11, roughly).
    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x200B...0x200D, 0xFE00...0xFE0F, 0x20D0...0x20FF: return 0
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark: return 0
            default: return 1
            }
        }
    }
}

extension [Span] {
    var shown: String { map(\.shown).joined() }
    var plain: String { map(\.text).joined() }

    /// Cut so that it stays on one line of the terminal.
    func cut(to most: Int) -> [Span] {
        var room = most
        var kept: [Span] = []
        for span in self where room > 0 {
            let piece = span.cut(to: room)
            room -= piece.width
            kept.append(piece)
        }
        return kept
    }
}
