import Core

/// What a client may say about how its request is called in logs: taken when harmless, replaced when not.
enum RequestIdentity {
    private enum RequestTag {}

    /// The client's `X-Request-Id` if it is short and plain, else a new one.
    static func id(_ header: String?) -> String {
        guard let header, (1...128).contains(header.utf8.count), header.utf8.allSatisfy(isPlain) else {
            return ID<RequestTag>().description
        }
        return header
    }

    /// The client's `traceparent` if it has the form of W3C Trace Context, version 00.
    static func traceparent(_ header: String?) -> String? {
        guard let header else { return nil }
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, parts.map(\.utf8.count) == [2, 32, 16, 2], parts[0] == "00",
            parts.allSatisfy({ $0.utf8.allSatisfy { Hex.value(of: $0) != nil } })
        else { return nil }
        return header
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        }
    }
}
