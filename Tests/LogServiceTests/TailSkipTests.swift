import Testing

@testable import LogService

@Suite struct TailSkipTests {
    /// Reads an engine's log from a cursor on, as the engine repeats it: whole seconds.
    private func read(_ log: [Int64], from cursor: TailCursor, atMost: Int = .max) -> (taken: [Int], cursor: TailCursor) {
        var skip = TailSkip(cursor)
        var taken: [Int] = []
        let second = cursor.microseconds / 1_000_000 * 1_000_000
        for (index, time) in log.enumerated() where cursor.count == 0 || time >= second {
            if taken.count == atMost { break }
            if skip.takes(time) { taken.append(index) }
        }
        return (taken, skip.cursor)
    }

    @Test(arguments: [
        [1, 1, 1, 1, 1], [1, 2, 3, 4], [1, 1, 2, 2, 2, 5, 5, 5, 9], [1_000_000, 1_000_000, 2_000_000, 2_000_000, 2_000_000],
        // To the microsecond, as Docker tells it.
        [1_000_001, 1_000_002, 1_000_002, 1_500_000, 2_000_000, 2_000_001],
    ] as [[Int64]]) func `wherever a reading stops, the next goes on with the next record`(log: [Int64]) {
        for first in 0...log.count {
            for second in 0...(log.count - first) {
                let a = read(log, from: TailCursor(), atMost: first)
                let b = read(log, from: a.cursor, atMost: second)
                let c = read(log, from: b.cursor)
                #expect(a.taken + b.taken + c.taken == Array(log.indices))
            }
        }
    }

    @Test func `what comes later is new even within the same second`() {
        let first = read([5, 5], from: TailCursor())
        #expect(first.cursor == TailCursor(microseconds: 5, count: 2))
        #expect(read([5, 5, 5, 5], from: first.cursor).taken == [2, 3])
        #expect(read([5, 5], from: first.cursor).taken == [])
    }

    @Test func `a clock that was set back hides nothing`() {
        let live = read([10_000_000, 11_000_000, 9_000_000, 11_000_000, 12_000_000], from: TailCursor())
        #expect(live.taken == [0, 1, 2, 3, 4])
        // The engine, asked by time, repeats neither the record of 9 s nor that of 10 s.
        let before = read([10_000_000, 11_000_000, 9_000_000, 11_000_000], from: TailCursor())
        #expect(before.cursor == TailCursor(microseconds: 11_000_000, count: 2))
        #expect(read([10_000_000, 11_000_000, 9_000_000, 11_000_000, 11_000_000, 12_000_000], from: before.cursor).taken == [4, 5])
    }

    @Test func `a log that was cut off at its beginning is read from where it begins now`() {
        #expect(read([8, 9], from: TailCursor(microseconds: 5, count: 3)).taken == [0, 1])
    }
}
