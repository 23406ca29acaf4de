internal import CNats
internal import Core
internal import Synchronization

/// The C handle of the connection, and of those that follow it when it is lost. What may block (connecting, subscribing, closing)
/// happens here, on a thread of its own; publishing does not, and is done by whoever publishes.
actor NATSHandle {
    /// What is heard, on this connection and on the next.
    private struct Heard {
        let subject: String
        let queue: String?
        let mailbox: Mailbox
        /// Lives as long as its connection.
        var subscription: OpaquePointer?
    }

    private let lane: Lane
    private let configuration: NATSConfiguration
    private let state: ConnectionState
    private let socket: NATSSocket
    private let abandoned: AsyncStream<Mailbox>
    /// As the server said when we connected.
    private let mostPayload = Atomic(0)
    private var connection: OpaquePointer?
    private var subscriptions: [OpaquePointer] = []
    private var heard: [Heard] = []
    private var inboxes: [Inbox] = []
    /// Handed to libnats with each connection, and released in its last callback. Here while there is none.
    private var closure: UnsafeMutableRawPointer?

    nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    init(_ configuration: NATSConfiguration, state: ConnectionState) {
        lane = Lane("nats")
        self.configuration = configuration
        self.state = state
        let (stream, left) = AsyncStream<Mailbox>.makeStream()
        abandoned = stream
        socket = NATSSocket(abandoned: { left.yield($0) })
    }

    /// Connects, and hears again what was heard before. Blocks for some seconds at most.
    func connect() throws(NATSError) {
        let closure = closure ?? Unmanaged.passRetained(state).toOpaque()
        self.closure = closure
        let options = try configuration.options(closure, socket: socket)
        defer { natsOptions_Destroy(options) }
        state.willConnect()
        var created: OpaquePointer?
        try NATSError.check(natsConnection_Connect(&created, options), "connecting to \(configuration.url)")
        self.closure = nil
        connection = created
        mostPayload.store(Int(natsConnection_GetMaxPayload(created)), ordering: .relaxed)
        listenAgain()
        socket.open()
        state.didConnect()
    }

    /// Should the connection be lost in the middle, the next one does it.
    private func listenAgain() {
        heard.removeAll { $0.mailbox.isAbandoned }
        guard let connection, !(heard.isEmpty && inboxes.isEmpty) else { return }
        do throws(NATSError) {
            for index in heard.indices { try listen(&heard[index], connection) }
            for inbox in inboxes { try listen(inbox, connection) }
        } catch {
            return
        }
        _ = natsConnection_FlushTimeout(connection, 2_000)
    }

    /// Lets go of a connection that libnats has closed.
    func forget() {
        socket.forgetting { free() }
    }

    private func free() {
        for index in heard.indices { heard[index].subscription = nil }
        for subscription in subscriptions { natsSubscription_Destroy(subscription) }
        subscriptions = []
        if let connection { natsConnection_Destroy(connection) }
        connection = nil
    }

    /// Unsubscribes what nobody reads any more; runs until it is cancelled.
    func leaveAbandoned() async {
        for await mailbox in abandoned {
            for one in heard where one.mailbox === mailbox { _ = one.subscription.map { natsSubscription_Unsubscribe($0) } }
            heard.removeAll { $0.mailbox === mailbox }
        }
    }

    /// Fails at once while there is no server, or when the one there is does not read.
    /// - Parameter failed: told on any thread of what is found out later.
    nonisolated func publish(
        _ subject: String, reply: String?, headers: [String: String], _ body: [UInt8], failed: @escaping @Sendable (NATSError) -> Void
    ) throws(NATSError) {
        guard socket.takesMore else { throw NATSError(status: NATS_CONNECTION_DISCONNECTED, doing: "publishing \(subject)") }
        let message = try message(subject, reply: reply, headers: headers, body)
        socket.send(message) { status in failed(NATSError(status: status, doing: "publishing \(subject)")) }
    }

    private nonisolated func message(
        _ subject: String, reply: String?, headers: [String: String], _ body: [UInt8]
    ) throws(NATSError) -> OpaquePointer {
        let size = headers.reduce(body.count + 16) { $0 + $1.key.utf8.count + $1.value.utf8.count + 4 }
        guard size <= mostPayload.load(ordering: .relaxed) else { throw NATSError(status: NATS_MAX_PAYLOAD, doing: "publishing \(subject)") }
        var created: OpaquePointer?
        let status = body.withUnsafeBytes { bytes in
            natsMsg_Create(&created, subject, reply, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        }
        guard status == NATS_OK, let message = created else { throw NATSError(status: status, doing: "making a message for \(subject)") }
        do throws(NATSError) {
            for (key, value) in headers {
                guard !value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                    throw NATSError(status: NATS_INVALID_ARG, doing: "writing header \(key), which holds a control character")
                }
                try NATSError.check(natsMsgHeader_Set(message, key, value), "writing header \(key)")
            }
        } catch {
            natsMsg_Destroy(message)
            throw error
        }
        return message
    }

    /// Publishes with the inbox's reply subject; what goes wrong is the slot's outcome.
    nonisolated func send(_ subject: String, headers: [String: String], _ body: [UInt8], _ inbox: Inbox, _ token: UInt64) {
        guard inbox.isOpen else {
            lane.run {
                self.assumeIsolated { handle in
                    do throws(NATSError) {
                        try handle.open(inbox)
                        handle.sendNow(subject, headers: headers, body, inbox, token)
                    } catch {
                        inbox.end(token, .notSent(error.fault))
                    }
                }
            }
            return
        }
        sendNow(subject, headers: headers, body, inbox, token)
    }

    private nonisolated func sendNow(_ subject: String, headers: [String: String], _ body: [UInt8], _ inbox: Inbox, _ token: UInt64) {
        do throws(NATSError) {
            try publish(subject, reply: inbox.replySubject(token), headers: headers, body) { inbox.end(token, .notSent($0.fault)) }
        } catch {
            inbox.end(token, .notSent(error.fault))
        }
    }

    /// The first request of an inbox subscribes it.
    private func open(_ inbox: Inbox) throws(NATSError) {
        guard let connection, !inbox.isOpen else { return }
        try listen(inbox, connection)
        inboxes.append(inbox)
        state.add(inbox)
        inbox.didOpen()
    }

    private func listen(_ inbox: Inbox, _ connection: OpaquePointer) throws(NATSError) {
        keep(try Delivery(receive: { message in inbox.receive(message) }).subscribe(connection, inbox.subject))
    }

    private func listen(_ one: inout Heard, _ connection: OpaquePointer) throws(NATSError) {
        var created: OpaquePointer?
        let status =
            if let queue = one.queue {
                natsConnection_QueueSubscribeSync(&created, connection, one.subject, queue)
            } else {
                natsConnection_SubscribeSync(&created, connection, one.subject)
            }
        guard status == NATS_OK, let subscription = created else {
            throw NATSError(status: status, doing: "subscribing to \(one.subject)")
        }
        keep(subscription)
        one.subscription = subscription
        socket.intake.add(subscription, one.mailbox)
        // Something may have come already.
        socket.ring()
    }

    /// Blocks until the server knows of it, for up to two seconds. While the connection is lost, the next one begins with it.
    func subscribe(_ subject: String, queue: String?, capacity: Int) throws(NATSError) -> Mailbox {
        let mailbox = Mailbox(subject: subject, capacity: capacity, roomAgain: { [socket] in socket.ring() })
        var one = Heard(subject: subject, queue: queue, mailbox: mailbox)
        if let connection {
            do throws(NATSError) {
                try listen(&one, connection)
            } catch {
                guard !state.isConnected else { throw error }
            }
            // Whoever subscribes may count on hearing what is published from now on, over another connection as well.
            _ = natsConnection_FlushTimeout(connection, 2_000)
        }
        heard.append(one)
        state.add(mailbox)
        return mailbox
    }

    /// It lives as long as the connection: libnats 3.4 reads a destroyed one when a message arrives at that moment.
    private func keep(_ subscription: OpaquePointer) {
        _ = natsSubscription_SetPendingLimits(subscription, 4096, 32 * 1024 * 1024)
        subscriptions.append(subscription)
    }

    /// Hears nothing new, delivers what is already here; the mailbox ends after the last of it. Blocks for up to five seconds.
    func drain(_ mailbox: Mailbox) {
        let subscription = heard.first { $0.mailbox === mailbox }?.subscription
        heard.removeAll { $0.mailbox === mailbox }
        if let subscription, natsSubscription_DrainTimeout(subscription, 5_000) == NATS_OK {
            _ = natsSubscription_WaitForDrainCompletion(subscription, 6_000)
        }
        socket.intake.end(mailbox)
        socket.ring()
    }

    /// How long the server takes to answer; nil when it does not within a second.
    func roundTrip() -> Duration? {
        guard let connection else { return nil }
        let start = ContinuousClock.now
        return natsConnection_FlushTimeout(connection, 1_000) == NATS_OK ? ContinuousClock.now - start : nil
    }

    /// Everything published so far has reached the server, or the time is over.
    func flush() {
        if let connection { _ = natsConnection_FlushTimeout(connection, 2_000) }
    }

    /// Ends the connection; `state.lost` follows.
    func close() {
        guard let connection else {
            state.didLose()
            if let closure { Unmanaged<ConnectionState>.fromOpaque(closure).release() }
            closure = nil
            return
        }
        state.willClose()
        socket.closing { natsConnection_Close(connection) }
    }

    /// Only after `state.lost`: no callback comes any more.
    func destroy() {
        socket.end()
        free()
        SpentMessages.shared.empty()
    }
}
