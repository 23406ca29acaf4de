internal import CNats
internal import Core

extension NATSConfiguration {
    /// libnats' options, with the reasons for each that is not its default. The caller destroys them.
    func options(_ closure: UnsafeMutableRawPointer, socket: NATSSocket) throws(NATSError) -> OpaquePointer {
        var created: OpaquePointer?
        try NATSError.check(natsOptions_Create(&created), "making options")
        guard let options = created else { throw NATSError(status: NATS_NO_MEMORY, doing: "making options") }
        do throws(NATSError) {
            try set(natsOptions_SetURL(options, url))
            try set(natsOptions_SetName(options, name))
            if !user.isEmpty { try set(natsOptions_SetUserInfo(options, user, password.reveal())) }
            try set(natsOptions_SetTimeout(options, 2_000))
            // Otherwise a publish would leave it to a flusher thread, which sleeps a millisecond before each write.
            try set(natsOptions_SetSendAsap(options, true))
            try set(socket.attach(to: options))
            // Its default is to give up after two minutes, for ever.
            try set(natsOptions_SetAllowReconnect(options, true))
            try set(natsOptions_SetMaxReconnect(options, -1))
            try set(natsOptions_SetReconnectWait(options, 100))
            try set(natsOptions_SetReconnectJitter(options, 900, 900))
            // Its default keeps 8 MB of publishes and replays them, late requests among them. Zero refuses a publish at once
            // while disconnected (the header says zero means the default; it does not, and a test watches that).
            try set(natsOptions_SetReconnectBufSize(options, 0))
            // A dead server is noticed after 15 s, not after six minutes.
            try set(natsOptions_SetPingInterval(options, 5_000))
            try set(natsOptions_SetMaxPingsOut(options, 2))
            try set(natsOptions_SetDisconnectedCB(options, Self.onDisconnect, closure))
            try set(natsOptions_SetReconnectedCB(options, Self.onReconnect, closure))
            try set(natsOptions_SetClosedCB(options, Self.onClose, closure))
            try set(natsOptions_SetErrorHandler(options, Self.onError, closure))
        } catch {
            natsOptions_Destroy(options)
            throw error
        }
        return options
    }

    private func set(_ status: natsStatus) throws(NATSError) {
        try NATSError.check(status, "setting options")
    }

    private static let onDisconnect: natsConnectionHandler = { _, closure in
        guard let closure else { return }
        Unmanaged<ConnectionState>.fromOpaque(closure).takeUnretainedValue().didDisconnect()
    }

    private static let onReconnect: natsConnectionHandler = { _, closure in
        guard let closure else { return }
        Unmanaged<ConnectionState>.fromOpaque(closure).takeUnretainedValue().didReconnect()
    }

    /// The last callback of a connection.
    private static let onClose: natsConnectionHandler = { _, closure in
        guard let closure else { return }
        Unmanaged<ConnectionState>.fromOpaque(closure).takeRetainedValue().didClose()
    }

    private static let onError: natsErrHandler = { connection, subscription, status, closure in
        guard let closure else { return }
        var text: UnsafePointer<CChar>?
        if let connection { _ = natsConnection_GetLastError(connection, &text) }
        Unmanaged<ConnectionState>.fromOpaque(closure).takeUnretainedValue().didFail(
            status, subject: subscription.flatMap { natsSubscription_GetSubject($0) }.map { String(cString: $0) },
            text: text.map { String(cString: $0) })
    }
}
