internal import CNats
internal import Synchronization

/// Messages of libnats' that nobody needs any more, destroyed many at a time.
///
/// The library does not free a destroyed message: it leaves that to a thread of its own, and wakes this for each (`natsGC_collect`
/// in its nats.c). With two messages sent and two received, a call would wake four threads to free memory; in bulk it wakes
/// one in some dozen calls.
final class SpentMessages: Sendable {
    private static let mostMessages = 64
    private static let mostBytes = 64 << 10

    private struct Inside {
        /// Their addresses.
        var messages: [UInt] = []
        var bytes = 0
    }

    /// The library's thread is one for the whole process.
    static let shared = SpentMessages()

    private let inside = Mutex(Inside())

    /// Takes the message, which the caller touches no more.
    func add(_ message: OpaquePointer) {
        let bytes = Int(natsMsg_GetDataLength(message))
        let full: [UInt] = inside.withLock { inside in
            inside.messages.append(UInt(bitPattern: message))
            inside.bytes += bytes
            guard inside.messages.count >= Self.mostMessages || inside.bytes >= Self.mostBytes else { return [] }
            defer { inside = Inside() }
            return inside.messages
        }
        destroy(full)
    }

    /// Destroys those that are here.
    func empty() {
        destroy(inside.withLock { exchange(&$0, with: Inside()).messages })
    }

    private func destroy(_ messages: [UInt]) {
        for message in messages { natsMsg_Destroy(OpaquePointer(bitPattern: message)) }
    }
}
