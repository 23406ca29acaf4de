/// `TailSkip` for the log of a Pod's container, whose lines do not stand in order of time: its two outputs are taken by two readers.
///
/// The cursor is the latest time seen, and how many records of its file were seen from the second before that time on. A kubelet is
/// asked from that second on, and repeats them in the file's order, so counting is exact as long as the file is the same. Another file
/// (the container's next run, or after a rotation) shows itself by a record that is later than all, before the latest one was repeated.
struct PodSkip: RecordSkip {
    private(set) var cursor: TailCursor
    private(set) var hasLostSome = false
    /// How many that were seen have yet to be repeated; nil once what comes is new.
    private var left: Int?
    /// The record at the cursor was repeated: this is its file.
    private(set) var hasSeenLatest = false
    /// Records of this file by their second.
    private var counts: [Int64: Int] = [:]
    private let expectsAnotherFile: Bool

    /// - Parameter expectsAnotherFile: the one of the cursor is read to its end, so nothing of it need be repeated.
    init(_ cursor: TailCursor, expectsAnotherFile: Bool = false) {
        self.cursor = cursor
        self.expectsAnotherFile = expectsAnotherFile
        left = cursor.count > 0 ? cursor.count : nil
    }

    /// From when on the log is asked for: what lies before is stored, but for lines more than a second late.
    static func start(of cursor: TailCursor) -> Int64? {
        cursor.count == 0 ? nil : (cursor.microseconds / 1_000_000 - 1) * 1_000_000
    }

    mutating func takes(_ time: Int64) -> Bool {
        if let left {
            if left > 0, time <= cursor.microseconds {
                guard time >= Self.start(of: cursor) ?? 0 else { return false }
                self.left = left - 1
                hasSeenLatest = hasSeenLatest || time == cursor.microseconds
                counts[time / 1_000_000, default: 0] += 1
                return false
            }
            if !hasSeenLatest {
                counts = [:]
                hasLostSome = !expectsAnotherFile
            }
            self.left = nil
        }
        advance(to: time)
        return true
    }

    private mutating func advance(to time: Int64) {
        let latest = max(cursor.microseconds, time)
        let first = latest / 1_000_000 - 1
        counts[time / 1_000_000, default: 0] += 1
        if latest / 1_000_000 > cursor.microseconds / 1_000_000 { counts = counts.filter { $0.key >= first } }
        // At least one, which is what says that anything was read.
        cursor = TailCursor(microseconds: latest, count: max(1, counts.reduce(0) { $0 + ($1.key >= first ? $1.value : 0) }))
    }
}
