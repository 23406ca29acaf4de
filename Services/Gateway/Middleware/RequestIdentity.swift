import Core
import Telemetry

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

    /// The client's trace if its `traceparent` is valid, else a new one.
    static func trace(_ header: String?) -> TraceParent { header.flatMap(TraceParent.init) ?? TraceParent() }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        }
    }
}
