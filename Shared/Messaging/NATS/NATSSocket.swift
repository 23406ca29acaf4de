internal import CNats
internal import Core
internal import Synchronization

/// Moves the bytes of one connection, with libnats in event-loop mode.
///
/// The process' `EventLoop` reads. Who publishes sends right away, whatever thread that is, since the socket does not block; what
/// the kernel does not take then is sent by the loop when it does. So a message costs no thread but its sender's, and the
/// cooperative pool never waits.
///
/// Reading and writing take turns (`io`): libnats closes the socket wherever an error is seen, and the number must not be
/// another file's by the time the other side uses it. Whoever finds `io` taken leaves its message to the holder, who looks
/// again after letting go: under load many messages go with one call of the kernel, and nobody waits for a lock of libnats.
final class NATSSocket: Sendable {
    /// More than this unsent means that the server does not read; a ping finds that out within 15 s.
    private static let mostUnsent = 4 << 20

    private struct Socket {
        var connection: UInt
        var file: Int32
        var waitsForRoom = false
    }

    /// A message of libnats' that is ours to destroy.
    private struct Outgoing: Sendable {
        let message: UInt
        let failed: (@Sendable (natsStatus) -> Void)?
    }

    private struct IO {
        var isOver = false
    }

    /// Subscriptions whose messages the loop hands on.
    let intake: Intake
    private let io = Mutex(IO())
    /// What libnats has attached. Taken under the library's lock, so nothing of the library is called while it is held.
    private let socket = Mutex<Socket?>(nil)
    private let outgoing = Mutex<[Outgoing]>([])
    private let isToSend = Atomic(false)
    private let isSent = Atomic(false)
    /// Who will look at `isToSend` before going on.
    private let senders = Atomic(0)
    private let unsent = Atomic(0)
    /// What must be heard is heard, so that an answer to what is published finds its way.
    private let isOpen = Atomic(false)
    private let loop = EventLoop.shared
    /// libnats holds a plain pointer to this, and uses it from threads of its own until the connection is destroyed.
    private let myself = Mutex<NATSSocket?>(nil)

    init(abandoned: @escaping @Sendable (Mailbox) -> Void) {
        intake = Intake(abandoned: abandoned)
    }

    /// Whether a publish may be tried: a server is there, and it reads.
    var takesMore: Bool {
        isOpen.load(ordering: .acquiring) && socket.withLock { $0 != nil } && unsent.load(ordering: .relaxed) < Self.mostUnsent
    }

    func open() { isOpen.store(true, ordering: .releasing) }

    /// Tells libnats to leave its socket to the loop, and lives at least until `end`.
    func attach(to options: OpaquePointer) -> natsStatus {
        myself.withLock { $0 = self }
        return natsOptions_SetEventLoop(options, Unmanaged.passUnretained(self).toOpaque(), Self.onAttach, Self.onRead, Self.onWrite, Self.onDetach)
    }

    /// Sends a message, and destroys it.
    /// - Parameter failed: told on any thread when it could not be sent.
    func send(_ message: OpaquePointer, failed: (@Sendable (natsStatus) -> Void)? = nil) {
        let next = Outgoing(message: UInt(bitPattern: message), failed: failed)
        guard !loop.isCurrent else { return sendLater(next) }
        outgoing.withLock { $0.append(next) }
        isToSend.store(true, ordering: .sequentiallyConsistent)
        sendNow()
    }

    /// From the loop's own thread: what is answered there in one turn goes with one call of the kernel.
    private func sendLater(_ next: Outgoing) {
        outgoing.withLock { $0.append(next) }
        if !isToSend.exchange(true, ordering: .sequentiallyConsistent) { ring() }
    }

    /// Closes the connection where nobody reads or writes at that moment. The loop, which others share, does not wait for that.
    func closing(_ close: () -> Void) {
        socket.withLock { socket in
            if let socket { loop.unwatch(socket.file) }
        }
        io.withLock { _ in close() }
        intake.endAll()
        send()
    }

    /// Frees a connection that libnats has closed by itself; another may follow.
    func forgetting(_ free: () -> Void) {
        isOpen.store(false, ordering: .releasing)
        intake.loseAll()
        io.withLock { _ in free() }
    }

    /// The connection, which must be closed, is not touched any more, and does not touch this.
    func end() {
        isOpen.store(false, ordering: .releasing)
        io.withLock { $0.isOver = true }
        intake.endAll()
        send()
        myself.withLock { $0 = nil }
    }

    private func isReady(_ readiness: EventLoop.Readiness) {
        if readiness.toWrite { isToSend.store(true, ordering: .sequentiallyConsistent) }
        if readiness.toRead { receive() }
        turn()
    }

    /// Hands on what has come, and sends what is to be sent.
    private func turn() {
        intake.move()
        if isToSend.load(ordering: .sequentiallyConsistent) { sendNow() }
    }

    private func sendNow() {
        senders.add(1, ordering: .sequentiallyConsistent)
        send()
        senders.subtract(1, ordering: .sequentiallyConsistent)
        // A thread of the library's may have relied on us to send, just after we had.
        send()
    }

    private func receive() {
        // Whoever has its turn is soon done; what is there to read is told of again.
        _ = io.withLockIfAvailable { io in
            guard !io.isOver, let connection else { return }
            natsConnection_ProcessReadEvent(connection)
        }
    }

    private func send() {
        while isToSend.load(ordering: .sequentiallyConsistent) {
            let hadTurn: Void? = io.withLockIfAvailable { io in
                isToSend.store(false, ordering: .sequentiallyConsistent)
                let connection = io.isOver ? nil : connection
                for next in outgoing.withLock({ outgoing in exchange(&outgoing, with: []) }) { publish(next, connection) }
                if let connection { send(connection) }
            }
            guard hadTurn != nil else { return }
        }
    }

    private func publish(_ next: Outgoing, _ connection: OpaquePointer?) {
        guard let message = OpaquePointer(bitPattern: next.message) else { return }
        let status = connection.map { natsConnection_PublishMsg($0, message) } ?? NATS_CONNECTION_DISCONNECTED
        SpentMessages.shared.add(message)
        if status != NATS_OK { next.failed?(status) }
    }

    private func send(_ connection: OpaquePointer) {
        isSent.store(true, ordering: .relaxed)
        // With nothing to send libnats 3.4 takes the 0 that `send` returns for the end of the connection.
        if natsConnection_Buffered(connection) > 0 {
            isSent.store(false, ordering: .relaxed)
            natsConnection_ProcessWriteEvent(connection)
        }
        let left = isSent.load(ordering: .relaxed) ? 0 : max(0, Int(natsConnection_Buffered(connection)))
        unsent.store(left, ordering: .relaxed)
        socket.withLock { socket in
            guard let now = socket, now.waitsForRoom != (left > 0) else { return }
            socket?.waitsForRoom = left > 0
            loop.watch(now.file, forRoom: left > 0)
        }
    }

    private var connection: OpaquePointer? { socket.withLock { $0.flatMap { OpaquePointer(bitPattern: $0.connection) } } }

    /// The loop looks again at everything.
    func ring() { loop.execute { [self] in turn() } }

    // Called by libnats, under its lock.

    private func attached(_ connection: OpaquePointer, _ file: Int32) {
        socket.withLock { $0 = Socket(connection: UInt(bitPattern: connection), file: file) }
        unsent.store(0, ordering: .relaxed)
        loop.watch(file) { [self] in isReady($0) }
    }

    /// The socket is about to be closed; it may come back as another.
    private func left() {
        let file = socket.withLock { socket in
            defer { socket = nil }
            return socket?.file
        }
        if let file { loop.unwatch(file) }
    }

    private func hasToSend() {
        isToSend.store(true, ordering: .sequentiallyConsistent)
        // A sender looks again when it is done; a ping comes from a thread that does not.
        if senders.load(ordering: .sequentiallyConsistent) == 0 { ring() }
    }

    private static let onAttach: natsEvLoop_Attach = { data, loop, connection, file in
        guard let data, let loop, let connection else { return NATS_INVALID_ARG }
        data.pointee = loop
        Unmanaged<NATSSocket>.fromOpaque(loop).takeUnretainedValue().attached(connection, file)
        return NATS_OK
    }

    private static let onRead: natsEvLoop_ReadAddRemove = { data, isAdded in
        if let data, !isAdded { Unmanaged<NATSSocket>.fromOpaque(data).takeUnretainedValue().left() }
        return NATS_OK
    }

    private static let onWrite: natsEvLoop_WriteAddRemove = { data, isAdded in
        guard let data else { return NATS_INVALID_ARG }
        let loop = Unmanaged<NATSSocket>.fromOpaque(data).takeUnretainedValue()
        if isAdded { loop.hasToSend() } else { loop.isSent.store(true, ordering: .relaxed) }
        return NATS_OK
    }

    private static let onDetach: natsEvLoop_Detach = { data in
        if let data { Unmanaged<NATSSocket>.fromOpaque(data).takeUnretainedValue().left() }
        return NATS_OK
    }
}
