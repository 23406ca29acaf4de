internal import Synchronization

/// The series of one family that were used so far. Kept, because making one costs more than a record.
///
/// Bounded like the registry behind it: label values beyond that are somebody's mistake and are not kept.
final class SeriesByLabels<Series: Sendable>: Sendable {
    private static var most: Int { 500 }
    private let made = Mutex<[[String]: Series]>([:])

    func of(_ values: [String], _ make: () -> Series) -> Series {
        made.withLock { made in
            if let known = made[values] { return known }
            let series = make()
            if made.count < Self.most { made[values] = series }
            return series
        }
    }
}
