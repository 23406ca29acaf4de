internal import CNats
internal import Core

/// The C handle of one connection. Every call into libnats that may block happens here, on a thread of its own: a publish
/// writes to the socket under the connection's lock.
actor NATSHandle {
    private let lane: Lane
    private let configuration: NATSConfiguration
    private let state: ConnectionState
    private var connection: OpaquePointer?
    private var subscriptions: [(handle: OpaquePointer, delivery: Delivery, mailbox: Mailbox?)] = []
    private var openInboxes: Set<String> = []
    /// Handed to libnats once and released in its last callback, `closed`.
    private var closure: UnsafeMutableRawPointer?

    nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    init(_ configuration: NATSConfiguration, state: ConnectionState) {
        lane = Lane("nats")
        self.configuration = configuration
        self.state = state
    }

    /// Blocks for up to two seconds.
    func connect() throws(NATSError) {
        let closure = closure ?? Unmanaged.passRetained(state).toOpaque()
        self.closure = closure
        let options = try configuration.options(closure)
        defer { natsOptions_Destroy(options) }
        var connection: OpaquePointer?
        try NATSError.check(natsConnection_Connect(&connection, options), "connecting to \(configuration.url)")
        self.connection = connection
        state.didConnect()
    }

    func publish(_ subject: String, reply: String?, headers: [String: String], _ body: [UInt8]) throws(NATSError) {
        guard let connection else { throw NATSError(status: NATS_CONNECTION_DISCONNECTED, doing: "publishing \(subject)") }
        var message: OpaquePointer?
        let created = body.withUnsafeBytes { bytes in
            natsMsg_Create(&message, subject, reply, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        }
        try NATSError.check(created, "making a message for \(subject)")
        defer { natsMsg_Destroy(message) }
        for (key, value) in headers {
            guard !value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                throw NATSError(status: NATS_INVALID_ARG, doing: "writing header \(key), which holds a control character")
            }
            try NATSError.check(natsMsgHeader_Set(message, key, value), "writing header \(key)")
        }
        try NATSError.check(natsConnection_PublishMsg(connection, message), "publishing \(subject)")
    }

    /// Publishes with the inbox's reply subject, without waiting; what goes wrong is the slot's outcome.
    nonisolated func send(_ subject: String, headers: [String: String], _ body: [UInt8], _ inbox: Inbox, _ token: UInt64) {
        lane.run {
            self.assumeIsolated { handle in
                do throws(NATSError) {
                    try handle.open(inbox)
                    try handle.publish(subject, reply: inbox.replySubject(token), headers: headers, body)
                } catch {
                    inbox.end(token, .notSent(error.fault))
                }
            }
        }
    }

    /// Publishes without waiting.
    nonisolated func post(_ subject: String, _ body: [UInt8], failed: @escaping @Sendable (Fault) -> Void) {
        lane.run {
            self.assumeIsolated { handle in
                do throws(NATSError) {
                    try handle.publish(subject, reply: nil, headers: [:], body)
                } catch {
                    failed(error.fault)
                }
            }
        }
    }

    /// The first request of an inbox subscribes it.
    private func open(_ inbox: Inbox) throws(NATSError) {
        guard connection != nil, !openInboxes.contains(inbox.prefix) else { return }
        let delivery = Delivery(receive: { message in inbox.receive(message); return true })
        try subscribe(inbox.subject, queue: nil, delivery, mailbox: nil)
        openInboxes.insert(inbox.prefix)
        state.add(inbox)
    }

    func subscribe(_ subject: String, queue: String?, _ mailbox: Mailbox) throws(NATSError) {
        try subscribe(subject, queue: queue, Delivery(to: mailbox), mailbox: mailbox)
    }

    private func subscribe(_ subject: String, queue: String?, _ delivery: Delivery, mailbox: Mailbox?) throws(NATSError) {
        guard let connection else { throw NATSError(status: NATS_CONNECTION_DISCONNECTED, doing: "subscribing to \(subject)") }
        subscriptions.append((try delivery.subscribe(connection, subject, queue: queue), delivery, mailbox))
    }

    /// Hears nothing new, delivers what is already here; the mailbox ends after the last of it.
    func drain(_ mailbox: Mailbox) {
        for subscription in subscriptions where subscription.mailbox === mailbox {
            if natsSubscription_DrainTimeout(subscription.handle, 5_000) != NATS_OK { mailbox.finish() }
        }
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

    /// Ends the connection; `state.closed` follows.
    func close() {
        for subscription in subscriptions { subscription.delivery.abandon() }
        guard let connection else {
            state.didClose()
            if let closure { Unmanaged<ConnectionState>.fromOpaque(closure).release() }
            closure = nil
            return
        }
        natsConnection_Close(connection)
    }

    /// Only after `state.closed`: no callback comes any more.
    func destroy() {
        for subscription in subscriptions { natsSubscription_Destroy(subscription.handle) }
        subscriptions = []
        if let connection { natsConnection_Destroy(connection) }
        connection = nil
    }
}
