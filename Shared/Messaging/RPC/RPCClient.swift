package import Core
internal import Logging
internal import Messages
internal import Telemetry
package import Wire

/// Calls other services.
///
/// A call ends by its deadline at the latest, which travels along and shrinks from hop to hop. It is repeated only when
/// certainly nothing ran: nobody was listening, or the bus was not connected. When the connection breaks in the middle the
/// call fails as `unavailable`, and whether to repeat it is the caller's to know.
package struct RPCClient: Sendable {
    private let nats: NATSConnection
    private let service: String
    private let inbox: Inbox

    /// - Parameter service: who calls; names the inbox, and goes into `Slipway-Caller`.
    package init(nats: NATSConnection, service: String) {
        self.nats = nats
        self.service = service
        inbox = Inbox(service: service)
    }

    /// Calls that have not ended.
    package var outstanding: Int { inbox.count }

    package func call<Request, Reply>(
        _ method: RPCMethod<Request, Reply>, _ request: Request, _ context: CallContext
    ) async throws(Fault) -> Reply {
        let start = ContinuousClock.now
        do throws(Fault) {
            let reply = try await answer(to: method, try request.encoded(), context)
            let value = try Reply(decoding: reply)
            record(method, "ok", start)
            return value
        } catch {
            record(method, error.code.apiCode, start)
            throw error
        }
    }

    private func answer<Request, Reply>(
        to method: RPCMethod<Request, Reply>, _ body: [UInt8], _ context: CallContext
    ) async throws(Fault) -> [UInt8] {
        let headers = context.headers(caller: service, schema: Request.schema)
        var wait = Duration.milliseconds(50)
        while true {
            guard !context.deadline.hasPassed else { throw tooLate(method) }
            switch await nats.request(method.subject, headers: headers, body, inbox: inbox, deadline: context.deadline) {
            case .reply(let bytes): return try unwrap(bytes)
            case .noResponders: break
            case .notSent(let fault): guard fault.code == .unavailable else { throw fault }
            case .timedOut: throw tooLate(method)
            case .cancelled: throw Fault(.cancelled, "The call was cancelled.", detail: "calling \(method.subject)")
            case .lost:
                throw .unavailable(
                    "The connection to the \(method.service) service broke.", detail: "calling \(method.subject): it may have run")
            case .refused: throw .internal("calling \(method.subject): NATS does not permit it to the \(service) service")
            }
            guard context.deadline.remaining > wait else {
                throw .unavailable("The \(method.service) service is not answering.", detail: "calling \(method.subject)")
            }
            do { try await Task.sleep(for: wait) } catch {
                throw Fault(.cancelled, "The call was cancelled.", detail: "calling \(method.subject)")
            }
            wait = min(wait * 2, .seconds(1))
        }
    }

    private func unwrap(_ bytes: [UInt8]) throws(Fault) -> [UInt8] {
        switch try Proto.Reply(decoding: bytes).result {
        case .payload(let payload): return payload
        case .fault(let fault): throw Fault(fault)
        case nil: throw .internal("a reply with neither payload nor fault")
        }
    }

    private func tooLate(_ method: any AnyRPCMethod) -> Fault {
        Fault(.deadlineExceeded, "The \(method.service) service took too long.", detail: "calling \(method.subject)")
    }

    private func record(_ method: any AnyRPCMethod, _ code: String, _ start: ContinuousClock.Instant) {
        MessagingMetrics.called.observe(since: start, method.subject, code)
    }
}
