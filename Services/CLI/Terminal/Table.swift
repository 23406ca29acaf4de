/// Columns as wide as their widest cell, two blanks between. On a terminal the widest gives way when the line is too long.
struct Table {
    private let header: [String]
    private var rows: [[Span]] = []

    init(_ header: [String] = []) {
        self.header = header
    }

    mutating func add(_ cells: String...) { rows.append(cells.map { Span($0) }) }
    mutating func add(_ cells: Span...) { rows.append(cells) }
    mutating func add(_ cells: [Span]) { rows.append(cells) }

    func show() {
        for line in lines(width: Terminal.isInteractive ? Terminal.size.columns : nil) { Terminal.say(line) }
    }

    /// - Parameter width: the columns there are; nil for as many as it takes.
    func lines(width: Int? = nil) -> [[Span]] {
        var all = (header.isEmpty ? [] : [header.map { Span($0, .dim) }]) + rows
        let count = all.map(\.count).max() ?? 0
        var widths = (0..<count).map { column in all.map { $0.count > column ? $0[column].width : 0 }.max() ?? 0 }
        if let width {
            let over = widths.reduce(0, +) + 2 * count - width
            if over > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) {
                widths[widest] = max(8, widths[widest] - over)
                all = all.map { row in row.enumerated().map { $0.offset == widest ? $0.element.cut(to: widths[widest]) : $0.element } }
            }
        }
        return all.map { row in
            var line: [Span] = ["  "]
            for (column, cell) in row.enumerated() {
                line.append(cell)
                if column < row.count - 1 { line.append(Span(String(repeating: " ", count: max(0, widths[column] - cell.width) + 2))) }
            }
            return line
        }
    }
}
