import Foundation

/// Columns as wide as their widest cell, two blanks between.
struct Table {
    private let header: [String]
    private var rows: [[String]] = []

    init(_ header: [String] = []) {
        self.header = header
    }

    mutating func add(_ cells: String...) { rows.append(cells) }

    func show() {
        let all = (header.isEmpty ? [] : [header]) + rows
        let widths = (0..<(all.map(\.count).max() ?? 0)).map { column in
            all.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
        }
        for (index, row) in all.enumerated() {
            var text = "  "
            for (column, cell) in row.enumerated() {
                text += column == row.count - 1 ? cell : cell.padding(toLength: widths[column] + 2, withPad: " ", startingAt: 0)
            }
            Terminal.line(index == 0 && !header.isEmpty ? Terminal.styled(text, .dim) : text)
        }
    }
}
