internal import CEpoll
internal import CNats
internal import Foundation
internal import Synchronization

/// Moves the bytes of one connection, with libnats in event-loop mode.
///
/// One thread reads. Who publishes sends right away, whatever thread that is, since the socket does not block; what the kernel
/// does not take then is sent by the reading thread when it does. So a message costs no thread but its sender's, and the
/// cooperative pool never waits.
///
/// Reading and writing take turns (`io`): libnats closes the socket wherever an error is seen, and the number must not be
/// another file's by the time the other side uses it. Whoever finds `io` taken leaves its message to the holder, who looks
/// again after letting go: under load many messages go with one call of the kernel, and nobody waits for a lock of libnats.
final class NATSLoop: Sendable {
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

    /// Subscriptions whose messages this thread hands on.
    let intake = Intake()
    private let io = Mutex(IO())
    /// What libnats has attached. Taken under the library's lock, so nothing of the library is called while it is held.
    private let socket = Mutex<Socket?>(nil)
    private let outgoing = Mutex<[Outgoing]>([])
    private let isToSend = Atomic(false)
    private let isSent = Atomic(false)
    /// Who will look at `isToSend` before going on.
    private let senders = Atomic(0)
    private let unsent = Atomic(0)
    private let isRunning = Atomic(false)
    private let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    private let bell = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))

    init() {
        precondition(epoll >= 0 && bell >= 0, "no file descriptors are left for the message bus")
        watch(bell, EPOLL_CTL_ADD, EPOLLIN.rawValue)
    }

    deinit {
        close(epoll)
        close(bell)
    }

    /// Whether a publish may be tried: a server is there, and it reads.
    var takesMore: Bool { socket.withLock { $0 != nil } && unsent.load(ordering: .relaxed) < Self.mostUnsent }

    /// Tells libnats to leave its socket to this loop, which `options` keep alive until `end`.
    func attach(to options: OpaquePointer) -> natsStatus {
        natsOptions_SetEventLoop(options, Unmanaged.passUnretained(self).toOpaque(), Self.onAttach, Self.onRead, Self.onWrite, Self.onDetach)
    }

    /// Sends a message, and destroys it.
    /// - Parameter failed: told on any thread when it could not be sent.
    func send(_ message: OpaquePointer, failed: (@Sendable (natsStatus) -> Void)? = nil) {
        senders.add(1, ordering: .sequentiallyConsistent)
        outgoing.withLock { $0.append(Outgoing(message: UInt(bitPattern: message), failed: failed)) }
        isToSend.store(true, ordering: .sequentiallyConsistent)
        send()
        senders.subtract(1, ordering: .sequentiallyConsistent)
        // Another thread of the library's may have relied on us to send, just after we had.
        send()
    }

    func start() {
        guard !isRunning.exchange(true, ordering: .relaxed) else { return }
        let thread = Thread { [self] in run() }
        thread.name = "nats"
        thread.stackSize = 512 << 10
        thread.start()
    }

    /// Closes the connection where nobody reads or writes at that moment.
    func closing(_ close: () -> Void) {
        io.withLock { _ in close() }
        intake.endAll()
        send()
    }

    /// The connection is not touched any more, and the thread ends.
    func end() {
        io.withLock { $0.isOver = true }
        intake.endAll()
        send()
        ring()
    }

    private func run() {
        var events = [epoll_event](repeating: epoll_event(), count: 4)
        while !io.withLock({ $0.isOver }) {
            intake.move()
            send()
            let count = epoll_wait(epoll, &events, Int32(events.count), -1)
            for event in events.prefix(max(0, Int(count))) {
                if event.data.fd == bell {
                    var rings: UInt64 = 0
                    _ = read(bell, &rings, 8)
                    continue
                }
                if event.events & EPOLLOUT.rawValue != 0 { isToSend.store(true, ordering: .sequentiallyConsistent) }
                if event.events & ~EPOLLOUT.rawValue != 0 { receive() }
            }
        }
    }

    private func receive() {
        io.withLock { io in
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
        let message = OpaquePointer(bitPattern: next.message)
        let status = connection.map { natsConnection_PublishMsg($0, message) } ?? NATS_CONNECTION_DISCONNECTED
        natsMsg_Destroy(message)
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
            watch(now.file, EPOLL_CTL_MOD, left > 0 ? EPOLLIN.rawValue | EPOLLOUT.rawValue : EPOLLIN.rawValue)
        }
    }

    private var connection: OpaquePointer? { socket.withLock { $0.flatMap { OpaquePointer(bitPattern: $0.connection) } } }

    private func watch(_ file: Int32, _ change: Int32, _ wanted: UInt32) {
        var event = epoll_event(events: wanted, data: epoll_data_t(fd: file))
        _ = epoll_ctl(epoll, change, file, &event)
    }

    /// Wakes the thread, which looks again at everything.
    func ring() {
        var one: UInt64 = 1
        _ = write(bell, &one, 8)
    }

    // Called by libnats, under its lock.

    private func attached(_ connection: OpaquePointer, _ file: Int32) {
        socket.withLock { $0 = Socket(connection: UInt(bitPattern: connection), file: file) }
        unsent.store(0, ordering: .relaxed)
        watch(file, EPOLL_CTL_ADD, EPOLLIN.rawValue)
    }

    /// The socket is about to be closed; it may come back as another.
    private func left() {
        let file = socket.withLock { socket in
            defer { socket = nil }
            return socket?.file
        }
        if let file { watch(file, EPOLL_CTL_DEL, EPOLLIN.rawValue) }
    }

    private func hasToSend() {
        isToSend.store(true, ordering: .sequentiallyConsistent)
        // A sender looks again when it is done; a ping comes from a thread that does not.
        if senders.load(ordering: .sequentiallyConsistent) == 0 { ring() }
    }

    private static let onAttach: natsEvLoop_Attach = { data, loop, connection, file in
        guard let data, let loop, let connection else { return NATS_INVALID_ARG }
        data.pointee = loop
        Unmanaged<NATSLoop>.fromOpaque(loop).takeUnretainedValue().attached(connection, file)
        return NATS_OK
    }

    private static let onRead: natsEvLoop_ReadAddRemove = { data, isAdded in
        if let data, !isAdded { Unmanaged<NATSLoop>.fromOpaque(data).takeUnretainedValue().left() }
        return NATS_OK
    }

    private static let onWrite: natsEvLoop_WriteAddRemove = { data, isAdded in
        guard let data else { return NATS_INVALID_ARG }
        let loop = Unmanaged<NATSLoop>.fromOpaque(data).takeUnretainedValue()
        if isAdded { loop.hasToSend() } else { loop.isSent.store(true, ordering: .relaxed) }
        return NATS_OK
    }

    private static let onDetach: natsEvLoop_Detach = { data in
        if let data { Unmanaged<NATSLoop>.fromOpaque(data).takeUnretainedValue().left() }
        return NATS_OK
    }
}
