import Core
import Foundation
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-02-28T09:30:00.123456Z", 1_772_271_000_123_456),
        ("2026-02-28T11:30:00.5+02:00", 1_772_271_000_500_000), ("2026-02-28 09:30:00+00", 1_772_271_000_000_000),
        ("2024-02-29T23:59:59.999999999Z", 1_709_251_199_999_999), ("1969-12-31T23:59:59.999Z", -1_000),
    ])
    func `RFC 3339 is read`(text: String, microseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "2026-02-28", "2026-02-28T09:30:00", "2026-02-30T09:30:00Z", "2026-13-01T09:30:00Z", "2026-02-28T24:00:00Z",
        "2026-02-28T09:30:00.Z", "2026-02-28T09:30:00Zx", "infinity", "2025-02-29T00:00:00Z",
    ])
    func `what is no moment is nil`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func `text agrees with the calendar for ten thousand days`() throws {
        let formatter = ISO8601DateFormatter()
        for day in stride(from: -5_000, to: 60_000, by: 7) {
            let seconds = day * 86_400 + day * 37 % 86_400
            let expected = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            let time = Timestamp(microseconds: Int64(seconds) * 1_000_000)
            #expect(time.rfc3339 == expected.dropLast() + ".000Z")
            #expect(Timestamp(rfc3339: time.exact) == time)
        }
    }

    @Test func `adding and subtracting are inverse`() {
        let now = Timestamp.now()
        #expect(now.adding(.milliseconds(1_500)) - now == .milliseconds(1_500))
        #expect(now.adding(.seconds(-1)) < now)
    }

    @Test func `JSON keeps the microsecond`() throws {
        let time = Timestamp(microseconds: 1_772_271_000_123_456)
        #expect(try JSONDecoder().decode([Timestamp].self, from: JSONEncoder().encode([time])) == [time])
        #expect(time.rfc3339 == "2026-02-28T09:30:00.123Z")
    }
}
