/// Lines out of chunks that were cut anywhere. A line longer than `largest` is nobody's.
struct LineSplitter {
    let largest: Int
    private var partial: [UInt8] = []

    init(largest: Int) {
        self.largest = largest
    }

    /// Bytes of a line that has not ended yet.
    var pending: Int { partial.count }

    /// The lines that end in this chunk, without their line feeds, and whether none grew too long.
    mutating func feed(_ chunk: [UInt8]) -> (lines: [ArraySlice<UInt8>], isBearable: Bool) {
        var lines: [ArraySlice<UInt8>] = []
        var rest = chunk[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            var line = rest[..<end]
            if !partial.isEmpty {
                partial += line
                line = partial[...]
                partial = []
            }
            guard line.count <= largest else { return (lines, false) }
            lines.append(line)
            rest = rest[(end + 1)...]
        }
        partial += rest
        return (lines, partial.count <= largest)
    }

    /// The last line, when it came without its line feed.
    mutating func rest() -> ArraySlice<UInt8>? {
        defer { partial = [] }
        return partial.isEmpty ? nil : partial[...]
    }

    /// Bytes of the line that has not ended, which `rest` took too many of.
    mutating func giveBack(_ bytes: some Sequence<UInt8>) {
        partial = Array(bytes)
    }
}
