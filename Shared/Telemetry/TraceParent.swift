import Core

/// The `traceparent` of W3C Trace Context: which trace a request belongs to, across everything that takes part in it.
package struct TraceParent: Sendable, Hashable {
    /// 32 lower-case hex digits: the `trace_id` of log lines.
    package let traceID: String
    /// 16 lower-case hex digits: the span that asked.
    package let parentID: String
    package let flags: String

    /// A trace that begins here. Marked as sampled: our share of it are log lines, and these are written anyway.
    package init() {
        traceID = Hex.encode(Random.bytes(16))
        parentID = Hex.encode(Random.bytes(8))
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
