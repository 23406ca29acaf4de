import Testing

@testable import LogService

@Suite struct PodSkipTests {
    /// Times that are new, of a reading from the cursor on; and where it then stands.
    private func read(_ times: [Int64], from cursor: TailCursor = TailCursor(), expectsAnotherFile: Bool = false) -> (new: [Int64], skip: PodSkip) {
        var skip = PodSkip(cursor, expectsAnotherFile: expectsAnotherFile)
        let new = times.filter { skip.takes($0) }
        return (new, skip)
    }

    /// What a kubelet answers when it is asked from the cursor on.
    private func repeated(_ file: [Int64], from cursor: TailCursor) -> [Int64] {
        file.filter { $0 >= PodSkip.start(of: cursor) ?? .min }
    }

    @Test func `a file read in pieces is read once, wherever it was cut, though its times go back and forth`() {
        let second: Int64 = 1_000_000
        let base = 1_700_000_000 * second
        // Two readers' times, at most some milliseconds apart, over several seconds, with equal ones among them.
        var generator = SplitMix(state: 7)
        let file = (0..<400).map { index in base + Int64(index) * 9_000 + Int64(generator.next() % 5) * 2_000 - 4_000 }
        for cut in stride(from: 1, to: file.count, by: 7) {
            let first = read(Array(file[..<cut]))
            #expect(first.new.count == cut)
            let second = read(repeated(file, from: first.skip.cursor), from: first.skip.cursor)
            #expect(second.new == Array(file[cut...]), "cut at \(cut)")
            #expect(!second.skip.hasLostSome)
            let third = read(repeated(file, from: second.skip.cursor), from: second.skip.cursor)
            #expect(third.new.isEmpty && !third.skip.hasLostSome)
        }
    }

    @Test func `another file shows itself by what it does not repeat`() {
        let seen = read([10_000_000, 10_500_000, 10_400_000]).skip.cursor
        #expect(seen == TailCursor(microseconds: 10_500_000, count: 3))
        let next = read([11_000_000, 11_000_001], from: seen)
        #expect(next.new == [11_000_000, 11_000_001] && next.skip.hasLostSome)
        #expect(next.skip.cursor == TailCursor(microseconds: 11_000_001, count: 2))
        let expected = read([11_000_000, 11_000_001], from: seen, expectsAnotherFile: true)
        #expect(expected.new.count == 2 && !expected.skip.hasLostSome)
    }

    @Test func `a file that comes once more where another was expected is not read twice`() {
        let file: [Int64] = [5_000_000, 10_000_000, 10_500_000, 10_400_000]
        let seen = read(file).skip.cursor
        let again = read(file + [11_000_000], from: seen, expectsAnotherFile: true)
        #expect(again.new == [11_000_000] && !again.skip.hasLostSome)
    }

    @Test func `a rotated file that still has the last line has lost nothing`() {
        let seen = read([10_000_000, 10_100_000, 10_200_000]).skip.cursor
        let rotated = read([10_200_000, 10_300_000], from: seen)
        #expect(rotated.new == [10_300_000] && !rotated.skip.hasLostSome)
    }

    @Test func `counting goes on over many seconds without remembering them`() {
        var skip = PodSkip(TailCursor())
        for time in 0..<10_000 { _ = skip.takes(Int64(time) * 100_000) }
        #expect(skip.cursor == TailCursor(microseconds: 999_900_000, count: 20))
    }
}

private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
