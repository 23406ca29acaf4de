import Core
internal import Synchronization

/// The `traceparent` of W3C Trace Context: which trace a request belongs to, across everything that takes part in it.
package struct TraceParent: Sendable, Hashable {
    /// 32 lower-case hex digits: the `trace_id` of log lines.
    package let traceID: String
    /// 16 lower-case hex digits: the span that asked.
    package let parentID: String
    package let flags: String

    /// A trace that begins here. Marked as sampled: our share of it are log lines, and these are written anyway.
    package init() {
        traceID = Spread.word() + Spread.word()
        parentID = Spread.word()
        flags = "01"
    }

    /// Nil for what is not valid: it is then ignored, as the standard says. A version to come is read as far as it is known.
    package init?(_ text: String) {
        guard text.utf8.count <= 256 else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 4, parts.prefix(4).map(\.utf8.count) == [2, 32, 16, 2], parts.prefix(4).allSatisfy(Self.isLowerHex),
            parts[0] != "ff", parts[0] != "00" || parts.count == 4, !Self.isZero(parts[1]), !Self.isZero(parts[2])
        else { return nil }
        (traceID, parentID, flags) = (parts[1], parts[2], parts[3])
    }

    package var text: String { "00-\(traceID)-\(parentID)-\(flags)" }

    private static func isLowerHex(_ text: String) -> Bool {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
    }

    private static func isZero(_ text: String) -> Bool { text.utf8.allSatisfy { $0 == UInt8(ascii: "0") } }
}

/// Numbers that only have to differ, from all others anywhere: a counter that begins where chance said, spread by SplitMix64
/// (Steele, Lea, Flood 2014). The kernel is asked once, not for every request.
private enum Spread {
    private static let counter = Atomic(UInt64.random(in: .min ... .max))

    /// 16 digits.
    static func word() -> String {
        var word = counter.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Hex.encode(withUnsafeBytes(of: (word ^ (word >> 31)).bigEndian) { Array($0) })
    }
}
