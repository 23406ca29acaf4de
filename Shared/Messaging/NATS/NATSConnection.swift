package import Core
package import Logging
internal import ServiceLifecycle

/// One connection to the bus, for as long as the process lives.
///
/// libnats is asked for little: publish, subscribe. Requests are ours (`Inbox`), since the library's own block a thread until
/// the reply is there; so is connecting again; JetStream is not used, since truth is in Postgres and a message is only a hint.
/// While disconnected a publish fails at once, so nothing stale is sent later. `run` connects, again and again; should the
/// server twice refuse the password that it once took, `run` throws, and the process ends for its supervisor to start it anew.
package final class NATSConnection: Service, Sendable {
    private let log: Logger
    private let state: ConnectionState
    private let handle: NATSHandle

    package init(_ configuration: NATSConfiguration, log: Logger) {
        self.log = log
        state = ConnectionState(log: log)
        handle = NATSHandle(configuration, state: state)
    }

    package var isConnected: Bool { state.isConnected }

    /// How long the server takes to answer; nil when it does not within a second.
    package func roundTrip() async -> Duration? { await handle.roundTrip() }

    /// Writes down what is open and in use now; `/metrics` says it before it answers.
    package func measure() { state.measure() }

    /// Returns when connected; throws when that will not happen any more, or the task is cancelled.
    package func connected() async throws {
        await state.settled()
        try Task.checkCancellation()
        guard !state.isClosed else { throw Fault.unavailable("The message bus is not reachable.", detail: "the connection is closed") }
    }

    /// An element after each reconnect: whoever lives on hints may have missed some. The first connect is none.
    package func onReconnect() -> AsyncStream<Void> { state.reconnects() }

    package func run() async throws {
        let leaving = Task { await handle.leaveAbandoned() }
        let refused: NATSError? = await cancelWhenGracefulShutdown {
            var isFirst = true
            while !Task.isCancelled {
                if let refused = await self.connect(isFirst: isFirst) { return refused }
                isFirst = false
                await self.state.lost()
                if !Task.isCancelled { await self.handle.forget() }
            }
            return nil
        }
        await handle.flush()
        await handle.close()
        await Task { await state.lost() }.value
        await handle.destroy()
        leaving.cancel()
        state.didClose()
        if let refused { throw Fault.unavailable("The message bus is not reachable.", detail: "NATS: \(refused)") }
    }

    /// Fails at once while disconnected. Success means that the bytes are on their way, not that anybody heard them.
    /// - Parameter reply: where answers are heard.
    package func publish(
        _ subject: String, reply: String? = nil, headers: [String: String] = [:], _ body: [UInt8]
    ) throws(Fault) {
        do throws(NATSError) {
            try handle.publish(subject, reply: reply, headers: headers, body) { [log] error in
                log.debug("a message was not sent", metadata: ["subject": "\(subject)", "error": "\(error)"])
            }
        } catch {
            throw error.fault
        }
    }

    /// Waits for the first connect. Subscriptions are few, wildcard, and live as long as the connection.
    package func subscribe(_ subject: String, queue: String? = nil, capacity: Int) async throws(Fault) -> Mailbox {
        do {
            try await connected()
            return try await handle.subscribe(subject, queue: queue, capacity: capacity)
        } catch let error as NATSError {
            throw error.fault
        } catch {
            throw .wrapping(error, "subscribing to \(subject)")
        }
    }

    /// Hears nothing new on it; the mailbox ends after what has already come.
    package func drain(_ mailbox: Mailbox) async {
        await handle.drain(mailbox)
    }

    func request(_ subject: String, headers: [String: String], _ body: [UInt8], inbox: Inbox, deadline: Deadline) async -> Outcome {
        var bell: DeadlineClock.Ticket?
        defer { if let bell { DeadlineClock.shared.cancel(bell) } }
        return await inbox.outcome(subject) { token in
            bell = DeadlineClock.shared.ring(at: deadline) { inbox.end(token, .timedOut) }
            handle.send(subject, headers: headers, body, inbox, token)
        }
    }

    /// Tries until it is connected, or cancelled; returns why there is no use in trying on.
    private func connect(isFirst: Bool) async -> NATSError? {
        var backoff = Backoff(first: .milliseconds(200), most: .seconds(2))
        var quietUntil = ContinuousClock.now
        var refusals = 0
        while !Task.isCancelled {
            do throws(NATSError) {
                try await handle.connect()
                if isFirst { log.info("connected to NATS") }
                return nil
            } catch {
                refusals += error.isRefusal ? 1 : 0
                if !isFirst, refusals == 2 { return error }
                if ContinuousClock.now >= quietUntil {
                    log.warning("waiting for NATS", metadata: ["error": "\(error)"])
                    quietUntil = .now + .seconds(30)
                }
            }
            try? await Task.sleep(for: .milliseconds(50) + backoff.next())
        }
        return nil
    }
}
