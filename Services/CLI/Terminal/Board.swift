/// The foot of the screen that is drawn again and again, while lines above it stay. Without a terminal there is no foot:
/// only the lines are written.
actor Board {
    private let isLive: Bool
    private var foot: [[Span]] = []
    private var drawn = 0

    init(isLive: Bool = Terminal.isInteractive) {
        self.isLive = isLive
    }

    /// A line that stays; the foot goes with it when the line is what became of it.
    func say(_ line: [Span], endsFoot: Bool = false) {
        guard isLive else { return Terminal.say(line) }
        if endsFoot {
            let old = erasure
            foot = []
            return Terminal.write(old + line.shown + "\n" + drawing)
        }
        Terminal.write(erasure + line.shown + "\n" + drawing)
    }

    func fact(_ word: String, _ text: Span...) { say(Terminal.margin(word) + text) }

    /// What stands at the foot from now on.
    func pin(_ lines: [[Span]]) {
        guard isLive, lines != foot || drawn == 0 else { return }
        let old = erasure
        foot = lines
        Terminal.write(old + drawing)
    }

    /// The foot is no more.
    func clear() { pin([]) }

    private var erasure: String {
        guard drawn > 0 else { return "" }
        return "\r" + (drawn > 1 ? "\u{1B}[\(drawn - 1)A" : "") + "\u{1B}[J"
    }

    /// One line of the terminal each, or the way back up could not be counted.
    private var drawing: String {
        let (rows, columns) = Terminal.size
        let lines = foot.prefix(rows - 1).map { $0.cut(to: columns - 1).shown }
        drawn = lines.count
        return lines.joined(separator: "\n")
    }
}
