internal import Core
internal import Identity
internal import Logging
internal import Messages
internal import ServiceLifecycle
internal import Telemetry

/// Answers the requests of one service. Replicas share them as one queue group.
///
/// A request whose deadline has passed is dropped unread: nobody waits for it. A handler that is still running at the
/// deadline is cancelled. On shutdown nothing new is heard, what was heard is answered, and then `run` returns.
struct RPCServer: Service {
    /// Nobody may make us work longer for one request.
    private static let longest = Duration.seconds(120)

    private let table: SubjectTable
    private let nats: NATSConnection
    private let actors: ActorCache
    private let log: Logger
    private let width: Int

    init(table: SubjectTable, nats: NATSConnection, verifier: ActorVerifier, log: Logger, width: Int) {
        self.table = table
        self.nats = nats
        actors = ActorCache(verifier)
        self.log = log
        self.width = width
    }

    func run() async throws {
        let mailbox = try await nats.subscribe("rpc.v1.\(table.service).>", queue: table.service, capacity: width)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await gracefulShutdown()
                await nats.drain(mailbox)
            }
            // Where messages are read and the database answers: a request changes threads only for what blocks.
            await withTaskExecutorPreference(EventLoop.shared) {
                await withDiscardingTaskGroup { handlers in
                    for await message in mailbox {
                        // Begins right here: an answer that waits for nothing costs no turn of the loop.
                        handlers.addImmediateTask {
                            defer { mailbox.done() }
                            await TraceContext.$current.withValue(message.traceContext) { await answer(message) }
                        }
                    }
                }
            }
            group.cancelAll()
        }
    }

    private func answer(_ message: NATSMessage) async {
        // A reply elsewhere would make us publish, with our permissions, where the caller may not.
        guard let reply = message.reply, reply.hasPrefix("_INBOX_") else { return }
        let latest = Deadline.after(Self.longest)
        let deadline = message.headers[Headers.deadline].flatMap(Int64.init).map { min(latest, Deadline(unixMilliseconds: $0)) }
        let route = table.routes[message.subject]
        guard let deadline, !deadline.hasPassed else { return dropped(route) }
        let start = ContinuousClock.now
        let body: [UInt8]
        do throws(Fault) {
            let payload = try await result(route, message, deadline)
            body = try Proto.Reply(result: .payload(payload)).encoded()
            record(route, "ok", start)
            tell(message, start)
        } catch {
            record(route, error.code.apiCode, start)
            note(error, message)
            guard let told = try? Proto.Reply(result: .fault(Proto.Fault(error))).encoded() else { return }
            body = told
        }
        guard !deadline.hasPassed else { return dropped(route) }
        do {
            try nats.publish(reply, body)
        } catch {
            log.debug("could not reply", metadata: ["subject": "\(message.subject)", "error": "\(String(reflecting: error))"])
        }
    }

    private func result(_ route: Route?, _ message: NATSMessage, _ deadline: Deadline) async throws(Fault) -> [UInt8] {
        guard let route else { throw Fault(.unimplemented, "The \(table.service) service does not answer that.") }
        let context = try context(route, message, deadline)
        do {
            return try await cancelling(at: deadline) { try await route.handle(message.body, context) }
        } catch {
            guard !deadline.hasPassed else {
                throw Fault(
                    .deadlineExceeded, "The \(table.service) service took too long.",
                    detail: "answering \(message.subject): \(String(reflecting: error))")
            }
            throw .wrapping(error, "answering \(message.subject)")
        }
    }

    private func context(_ route: Route, _ message: NATSMessage, _ deadline: Deadline) throws(Fault) -> RequestContext {
        let signed = message.headers[Headers.actor]
        var actor: Actor?
        if let signed { actor = try actors.verify(signed) }
        guard actor != nil || route.isInternal else { throw .unauthenticated("This needs a caller who is known.") }
        return RequestContext(
            actor: actor, signedActor: signed,
            requestID: TraceContext.current?.requestID ?? Random.token(16),
            deadline: deadline,
            idempotencyKey: message.headers[Headers.idempotencyKey],
            caller: message.headers[Headers.caller] ?? "",
            onBehalf: message.headers[Headers.onBehalf],
            traceparent: TraceContext.current?.trace.text)
    }

    /// The one line of a request, at debug: the gateway's access log is the one that is always there.
    private func tell(_ message: NATSMessage, _ start: ContinuousClock.Instant) {
        guard log.logLevel <= .debug else { return }
        log.debug(
            "answered",
            metadata: [
                "subject": "\(message.subject)", "caller": "\(message.headers[Headers.caller] ?? "")",
                "ms": "\((ContinuousClock.now - start).milliseconds)",
            ])
    }

    /// Once per failed request, here. What the caller did wrong is no news; what we did wrong is, with its detail.
    private func note(_ fault: Fault, _ message: NATSMessage) {
        let level: Logger.Level =
            switch fault.code {
            case .internal, .unknown, .dataLoss: .error
            case .unavailable, .deadlineExceeded, .resourceExhausted: .warning
            default: .debug
            }
        log.log(
            level: level, "request failed",
            metadata: [
                "subject": "\(message.subject)",
                "caller": "\(message.headers[Headers.caller] ?? "")",
                "error": "\(String(reflecting: fault))",
            ])
    }

    /// An unknown subject is the caller's invention and must not become a label.
    private func record(_ route: Route?, _ code: String, _ start: ContinuousClock.Instant) {
        MessagingMetrics.answered.observe(since: start, route?.subject ?? "unknown", code)
    }

    /// Nobody waits for the answer any more.
    private func dropped(_ route: Route?) {
        MessagingMetrics.expired.increment(route?.subject ?? "unknown")
    }
}

private extension NATSMessage {
    /// Which request this message belongs to; one of its own when it does not say.
    var traceContext: TraceContext {
        let requestID = headers[Headers.requestID].flatMap { (1...128).contains($0.utf8.count) ? $0 : nil }
        return TraceContext(
            requestID: requestID ?? Random.token(16), trace: headers[Headers.traceparent].flatMap(TraceParent.init) ?? TraceParent())
    }
}
