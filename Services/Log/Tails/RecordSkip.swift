/// Which records of a reading that began before the mark are new, and where the mark is after each.
protocol RecordSkip: Sendable {
    var cursor: TailCursor { get }
    /// What was stored last has not been repeated: the log began anew meanwhile, and what it lost cannot be known.
    var hasLostSome: Bool { get }
    /// True when the record of this time is new; the cursor then stands behind it.
    mutating func takes(_ time: Int64) -> Bool
}

extension TailSkip: RecordSkip {}
