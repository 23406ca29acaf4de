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
            // A connection that was lost is replaced by a new one, of ours (`NATSConnection.run`). The library's own reconnect reads
            // on in event-loop mode where the old stream was cut: what a broken message lacked is taken from the new session.
            try set(natsOptions_SetAllowReconnect(options, false))
            // A dead server is noticed after 15 s, not after six minutes.
            try set(natsOptions_SetPingInterval(options, 5_000))
            try set(natsOptions_SetMaxPingsOut(options, 2))
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

    /// The last callback of a connection.
    private static let onClose: natsConnectionHandler = { _, closure in
        guard let closure else { return }
        Unmanaged<ConnectionState>.fromOpaque(closure).takeRetainedValue().didLose()
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
