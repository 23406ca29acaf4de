package import Core
package import Logging
internal import ServiceLifecycle

/// One connection to the bus, for as long as the process lives.
///
/// libnats is asked for little: publish, subscribe, reconnect. Requests are ours (`Inbox`), since the library's own block
/// a thread until the reply is there; JetStream is not used, since truth is in Postgres and a message is only a hint.
/// While disconnected a publish fails at once, so nothing stale is sent later. `run` connects, again and again until it
/// can; should libnats ever close the connection for good (it does when the server twice refuses the same password), `run`
/// throws, and the process ends for its supervisor to start it anew.
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
        await cancelWhenGracefulShutdown {
            await self.connect()
            await self.state.closed()
        }
        let wasClosed = state.isClosed
        await handle.flush()
        await handle.close()
        await Task { await state.closed() }.value
        await handle.destroy()
        if wasClosed { throw Fault.unavailable("The message bus is not reachable.", detail: "NATS closed the connection for good") }
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

    private func connect() async {
        var backoff = Backoff(first: .milliseconds(200), most: .seconds(2))
        var quietUntil = ContinuousClock.now
        while !Task.isCancelled {
            do throws(NATSError) {
                try await handle.connect()
                log.info("connected to NATS")
                return
            } catch {
                if ContinuousClock.now >= quietUntil {
                    log.warning("waiting for NATS", metadata: ["error": "\(error)"])
                    quietUntil = .now + .seconds(30)
                }
            }
            try? await Task.sleep(for: .milliseconds(50) + backoff.next())
        }
    }
}
