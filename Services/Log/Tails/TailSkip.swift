/// Decides which records of a reading that began at the cursor's time are new: the engine is asked from a whole second on
/// and repeats what was stored of that second. Its log is append-only, so counting is exact.
struct TailSkip: Sendable {
    private(set) var cursor: TailCursor
    /// Records of the cursor's time that were stored and have yet to be repeated; nil once what comes is new.
    private var repeated: Int?
    /// What was stored last has not been repeated: the log began anew meanwhile, and what it lost cannot be known.
    private(set) var hasLostSome = false
    private var hasSeenOlder = false

    init(_ cursor: TailCursor) {
        self.cursor = cursor
        repeated = cursor.count > 0 ? cursor.count : nil
    }

    /// True when the record of this time is new; the cursor then stands behind it.
    mutating func takes(_ time: Int64) -> Bool {
        if let left = repeated {
            if time < cursor.microseconds {
                hasSeenOlder = true
                return false
            }
            if time == cursor.microseconds {
                repeated = left > 1 ? left - 1 : nil
                return false
            }
            if left == cursor.count, !hasSeenOlder { hasLostSome = true }
            repeated = nil
        }
        // A record that is new counts, even when the clock was set back meanwhile.
        cursor.advance(to: time)
        return true
    }
}
