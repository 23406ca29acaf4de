import Core
import Foundation
import Testing

/// What was typed and what it said, with everything that differs from run to run put in general words.
struct Transcript {
    private(set) var lines: [String] = []
    /// What is this run's own, and what it is called in general.
    var names: [(String, String)] = []

    mutating func note(_ command: String, _ text: [String], status: Int32) {
        lines.append("$ slipway \(general(command))")
        var isInOutput = false
        for line in text.reversed().drop(while: { $0.isEmpty }).reversed() {
            // The build's own output is the engine's; that there was some is ours.
            let isOutput = line.hasPrefix("            ") && !line.hasPrefix("             ") && line.count > 12
            if isOutput, isInOutput { continue }
            isInOutput = isOutput
            lines.append(isOutput ? "            <output of the build>" : general(line))
        }
        if status != 0 { lines.append("(exit \(status))") }
        lines.append("")
    }

    func general(_ text: String) -> String {
        var text = text
        for (own, name) in names { text = text.replacingOccurrences(of: own, with: name) }
        for (pattern, name) in Self.patterns { text = text.replacingOccurrences(of: pattern, with: name, options: .regularExpression) }
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }

    private static let patterns = [
        ("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>"),
        ("sha256:[0-9a-f]{6,64}", "sha256:<digest>"),
        ("\\b[0-9a-f]{7}\\b", "<commit>"),
        ("slp_[A-Za-z0-9_-]+", "slp_<token>"),
        ("\\d\\d:\\d\\d:\\d\\d\\.\\d\\d\\d", "<time>"),
        ("   cached \\d+ of \\d+", ""),
        ("#(\\d+) stops\\b", "#$1 stopped"),
        ("(in|after) \\d+(\\.\\d)? (s|min|h|days)\\b", "$1 <n>"),
        ("\\b\\d+(\\.\\d)? (s|min|h)\\b(?! without)", "<n>"),
        ("\\b\\d+ %", "<n> %"),
        ("\\b\\d+( KiB)? of 64 MiB", "<n> of 64 MiB"),
        // How wide a column is depends on the figures in it.
        ("(?<=\\S)  +", "  "),
    ]
}
