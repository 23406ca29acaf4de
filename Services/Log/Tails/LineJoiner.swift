/// The beginnings of lines whose end has not come yet.
struct OpenLines: Sendable, Equatable {
    var stdout: [UInt8] = []
    var stderr: [UInt8] = []

    var isEmpty: Bool { stdout.isEmpty && stderr.isEmpty }

    subscript(stream: LogLine.Stream) -> [UInt8] {
        get { stream == .stdout ? stdout : stderr }
        set { if stream == .stdout { stdout = newValue } else { stderr = newValue } }
    }
}

/// A line, or as much of a long one as a line may hold.
struct LinePiece: Sendable, Equatable {
    var message: [UInt8]
    /// The next one goes on with it.
    var isPartial: Bool

    init(_ message: [UInt8], isPartial: Bool = false) {
        self.message = message
        self.isPartial = isPartial
    }
}

/// Puts the parts of a line together: an engine ends a part where a program's write ended, not where the line does.
///
/// A line longer than `LogLine.mostBytes` comes out in pieces, so a program that never ends a line costs no more memory.
struct LineJoiner: Sendable, Equatable {
    private(set) var open: OpenLines
    /// Streams whose line was told before it ended: its end alone is no empty line.
    private var told: Set<LogLine.Stream> = []

    init(_ open: OpenLines = OpenLines()) {
        self.open = open
    }

    /// What is whole now.
    mutating func take(_ part: [UInt8], _ stream: LogLine.Stream, endsLine: Bool) -> [LinePiece] {
        // Nearly every part is a line, and nothing is open.
        if endsLine, part.count <= LogLine.mostBytes, open[stream].isEmpty, told.isEmpty { return [LinePiece(part)] }
        var rest = (open[stream] + part)[...]
        var whole: [LinePiece] = []
        while rest.count > LogLine.mostBytes {
            let piece = rest.prefix(LogLine.pieceLength(rest))
            whole.append(LinePiece(Array(piece), isPartial: true))
            rest = rest.dropFirst(piece.count)
        }
        open[stream] = Array(rest)
        guard endsLine else { return whole }
        if !told.contains(stream) || !rest.isEmpty || !whole.isEmpty { whole.append(LinePiece(Array(rest))) }
        open[stream] = []
        told.remove(stream)
        return whole
    }

    /// What is open, as lines: nobody waits any longer for their ends.
    mutating func flush() -> [(stream: LogLine.Stream, message: [UInt8])] {
        let lines = [LogLine.Stream.stdout, .stderr].filter { !open[$0].isEmpty }.map { (stream: $0, message: open[$0]) }
        for line in lines { told.insert(line.stream) }
        open = OpenLines()
        return lines
    }
}
