/// Decides which records of a reading that began at the cursor's time are new: the engine is asked from a whole second on
/// and repeats what was stored of that second. Its log is append-only, so counting is exact.
struct TailSkip: Sendable {
    private(set) var cursor: TailCursor
    private var repeated: Int

    init(_ cursor: TailCursor) {
        self.cursor = cursor
        repeated = cursor.count
    }

    /// True when the record of this time is new; the cursor then stands behind it.
    mutating func takes(_ time: Int64) -> Bool {
        if time < cursor.microseconds { return false }
        if time == cursor.microseconds, repeated > 0 {
            repeated -= 1
            return false
        }
        repeated = 0
        cursor.advance(to: time)
        return true
    }
}
