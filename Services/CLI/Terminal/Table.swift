/// Columns as wide as their widest cell, two blanks between.
struct Table {
    private let header: [String]
    private var rows: [[String]] = []

    init(_ header: [String] = []) {
        self.header = header
    }

    mutating func add(_ cells: String...) { rows.append(cells) }

    func show() {
        for (index, line) in lines.enumerated() {
            Terminal.line(index == 0 && !header.isEmpty ? Terminal.styled(line, .dim) : line)
        }
    }

    var lines: [String] {
        let all = (header.isEmpty ? [] : [header]) + rows
        let widths = (0..<(all.map(\.count).max() ?? 0)).map { column in
            all.map { $0.count > column ? Self.width($0[column]) : 0 }.max() ?? 0
        }
        return all.map { row in
            var text = "  "
            for (column, cell) in row.enumerated() {
                text += cell
                if column < row.count - 1 { text += String(repeating: " ", count: widths[column] - Self.width(cell) + 2) }
            }
            return text
        }
    }

    /// How many places it takes on the screen: style takes none.
    private static func width(_ cell: String) -> Int {
        cell.replacing(#/\u{1B}\[[0-9;]*m/#, with: "").count
    }
}
