import Foundation

/// A moment in UTC, in microseconds since 1970: what Postgres keeps, without a floating point in between.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// Reads an RFC 3339 time with `Z` or an offset; digits after the microsecond are dropped.
    package init?(rfc3339 text: String) {
        guard let parsed = CivilTime(parsing: text) else { return nil }
        microseconds = parsed.microsecondsSince1970
    }

    /// `2026-02-28T09:30:00.123Z`: always UTC, always milliseconds, so that text sorts as time does.
    package var rfc3339: String { CivilTime(microsecondsSince1970: microseconds).text(fractionDigits: 3) }

    /// As `rfc3339`, to the microsecond: the precision at which a database row comes back unchanged.
    package var exact: String { CivilTime(microsecondsSince1970: microseconds).text(fractionDigits: 6) }

    package func adding(_ duration: Duration) -> Timestamp {
        Timestamp(microseconds: microseconds + duration.microseconds)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    package static func - (left: Timestamp, right: Timestamp) -> Duration {
        .microseconds(left.microseconds - right.microseconds)
    }
}

extension Timestamp: CustomStringConvertible {
    package var description: String { rfc3339 }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let time = Timestamp(rfc3339: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time")
        }
        self = time
    }

    /// Written to the microsecond, so that what is stored as JSON comes back equal.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(exact)
    }
}

package extension Duration {
    /// Whole microseconds, the rest dropped.
    var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }

    /// Whole milliseconds, the rest dropped.
    var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }

    /// Seconds with a fraction: for metrics and sentences, never for arithmetic on time.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
