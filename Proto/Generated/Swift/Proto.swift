// Written by Proto/generate from Proto/*.proto; do not edit.

internal import CMessages
internal import CProtobufC
internal import Wire

/// The messages between the services, as values. `Proto.Foo` is the message `slipway.v1.Foo`.
package enum Proto {}

extension ProtobufCBinaryData {
    /// Present even when empty; where empty means absent, the caller leaves it out.
    init(_ bytes: [UInt8], in arena: inout Arena) {
        self.init(len: bytes.count, data: arena.bytes(bytes))
    }

    var copied: [UInt8] {
        guard let data else { return [] }
        return Array(UnsafeBufferPointer(start: data, count: len))
    }
}
