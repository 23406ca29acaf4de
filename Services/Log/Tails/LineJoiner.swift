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
    mutating func take(_ part: [UInt8], _ stream: LogLine.Stream, endsLine: Bool) -> [[UInt8]] {
        open[stream] += part
        var whole: [[UInt8]] = []
        while open[stream].count > LogLine.mostBytes {
            let piece = open[stream].prefix(LogLine.pieceLength(open[stream][...]))
            whole.append(Array(piece))
            open[stream].removeFirst(piece.count)
        }
        guard endsLine else { return whole }
        if !told.contains(stream) || !open[stream].isEmpty || !whole.isEmpty { whole.append(open[stream]) }
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
