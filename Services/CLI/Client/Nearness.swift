/// Which names were perhaps meant.
enum Nearness {
    /// At most three, the nearest first.
    static func nearest(to name: String, of names: [String]) -> [String] {
        let limit = max(1, name.count / 3)
        var seen: Set<String> = []
        let near = names.filter { seen.insert($0).inserted }.map { ($0, distance(name, $0)) }
            .filter { $0.1 <= limit || $0.0.hasPrefix(name) || name.hasPrefix($0.0) }
        return near.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
    }

    /// Insertions, deletions, changes and swaps of neighbours (optimal string alignment).
    static func distance(_ first: String, _ second: String) -> Int {
        let (a, b) = (Array(first.unicodeScalars), Array(second.unicodeScalars))
        var table = [Array(0...b.count)]
        for i in 1...max(a.count, 1) where i <= a.count {
            var row = [i]
            for j in 1...max(b.count, 1) where j <= b.count {
                var best = min(table[i - 1][j] + 1, row[j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, table[i - 2][j - 2] + 1) }
                row.append(best)
            }
            table.append(row)
        }
        return table[a.count][b.count]
    }
}
