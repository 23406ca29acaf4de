internal import CNats

/// What libnats holds of ours for one subscription whose messages are handled where they arrive, on a thread of the library's:
/// retained when it subscribes, released in its last callback.
final class Delivery: Sendable {
    /// Must not wait.
    private let receive: @Sendable (OpaquePointer) -> Void

    init(receive: @escaping @Sendable (OpaquePointer) -> Void) {
        self.receive = receive
    }

    /// Subscribes; the subscription lives as long as the connection (libnats 3.4 reads a destroyed one when a message arrives
    /// at that moment). A retained reference is lost, and freed never, should the subscription end inside this call.
    func subscribe(_ connection: OpaquePointer, _ subject: String) throws(NATSError) -> OpaquePointer {
        let closure = Unmanaged.passRetained(self)
        var subscription: OpaquePointer?
        let status = natsConnection_Subscribe(&subscription, connection, subject, Self.onMessage, closure.toOpaque())
        guard status == NATS_OK, let subscription else {
            closure.release()
            throw NATSError(status: status, doing: "subscribing to \(subject)")
        }
        _ = natsSubscription_SetOnCompleteCB(subscription, Self.onComplete, closure.toOpaque())
        return subscription
    }

    private static let onMessage: natsMsgHandler = { _, _, message, closure in
        guard let message, let closure else { return }
        defer { SpentMessages.shared.add(message) }
        Unmanaged<Delivery>.fromOpaque(closure).takeUnretainedValue().receive(message)
    }

    private static let onComplete: natsOnCompleteCB = { closure in
        if let closure { Unmanaged<Delivery>.fromOpaque(closure).release() }
    }
}
