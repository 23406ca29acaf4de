import Core
import Messages

/// How far a question has been answered: what was found, and what is left to look at, in one direction.
struct LineScan {
    private let question: LineQuestion
    /// The first line that is kept, and the newest there is.
    private let kept: Int64
    private let newest: Int64
    /// What is left to look at is between these, both included.
    private var lower: Int64
    private var upper: Int64
    /// In the direction of reading.
    private var found: [Proto.Line] = []

    init(_ question: LineQuestion, kept: Int64, newest: Int64) {
        self.question = question
        self.kept = kept
        self.newest = newest
        (lower, upper) = (kept, newest)
        switch question.cursor {
        case .after(let seq): lower = max(kept, seq < .max ? seq + 1 : seq)
        case .before(let seq): upper = min(newest, seq - 1)
        case nil: break
        }
    }

    var left: ClosedRange<Int64>? { lower <= upper ? lower...upper : nil }
    var room: Int { question.limit - found.count }
    var isFull: Bool { room <= 0 }

    /// Nothing that is wanted lies outside.
    mutating func narrow(to range: ClosedRange<Int64>) {
        if question.isBackwards {
            upper = min(upper, range.upperBound)
            // What lies before is not wanted either: the end comes earlier.
            lower = max(lower, range.lowerBound)
        } else {
            lower = max(lower, range.lowerBound)
            upper = min(upper, range.upperBound)
        }
    }

    /// These were found there, in the direction of reading; when the page is full, only up to the last of them is done.
    mutating func add(_ lines: [Proto.Line], of range: ClosedRange<Int64>) {
        found += lines
        let last = isFull ? lines.last.map { Int64($0.seq) } : nil
        if question.isBackwards {
            upper = (last ?? range.lowerBound) - 1
        } else {
            lower = (last ?? range.upperBound) + 1
        }
    }

    /// There is nothing more to look at.
    mutating func finish() {
        if question.isBackwards { upper = lower - 1 } else { lower = upper + 1 }
    }

    func page() -> LinePage {
        let hasMore = left != nil
        var page = LinePage(lines: found, next: .after(newest), isBackwards: question.isBackwards, hasMore: hasMore)
        if question.isBackwards {
            page.lines.reverse()
            if hasMore { page.previous = .before(upper + 1) }
            if case .before(let seq) = question.cursor { page.next = .after(page.lines.last.map { Int64($0.seq) } ?? max(0, seq - 1)) }
        } else {
            if hasMore { page.next = .after(lower - 1) }
            if let first = page.lines.first.map({ Int64($0.seq) }), first > kept { page.previous = .before(first) }
            if case .after(let seq) = question.cursor {
                page.missing = max(0, min(kept, newest + 1) - seq - 1)
            }
        }
        return page
    }
}
