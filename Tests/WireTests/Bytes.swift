import Core
import Messages
import Testing
import Wire

/// A writer of protobuf that refuses nothing: for what no honest peer sends.
struct Bytes {
    private(set) var all: [UInt8] = []

    static func varint(_ value: UInt64) -> [UInt8] {
        var value = value
        var bytes: [UInt8] = []
        repeat {
            bytes.append(UInt8(value & 0x7F) | (value > 0x7F ? 0x80 : 0))
            value >>= 7
        } while value > 0
        return bytes
    }

    func field(_ tag: UInt64, type: UInt64, _ body: [UInt8]) -> Bytes {
        var copy = self
        copy.all += Self.varint(tag << 3 | type) + body
        return copy
    }

    func text(_ tag: UInt64, _ value: [UInt8]) -> Bytes { field(tag, type: 2, Self.varint(UInt64(value.count)) + value) }
    func text(_ tag: UInt64, _ value: String) -> Bytes { text(tag, Array(value.utf8)) }
    func number(_ tag: UInt64, _ value: UInt64) -> Bytes { field(tag, type: 0, Self.varint(value)) }
}

/// The fault's detail says why, so that a test cannot pass for another reason.
func expectRefused<M: WireMessage>(
    _ type: M.Type, _ bytes: [UInt8], because reason: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    do throws(Fault) {
        _ = try M(decoding: bytes)
        Issue.record("it was read", sourceLocation: sourceLocation)
    } catch {
        #expect(error.code == .invalidArgument, sourceLocation: sourceLocation)
        #expect(error.detail?.contains(reason) == true, "\(String(reflecting: error))", sourceLocation: sourceLocation)
    }
}
