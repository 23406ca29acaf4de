package import Core
internal import Telemetry

/// What travels beside a request.
package struct CallContext: Sendable {
    package var requestID: String
    package var traceparent: String?
    package var deadline: Deadline
    package var idempotencyKey: String?
    /// As the gateway signed it; handed on as it came.
    package var actor: String?
    /// For the audit of an internal call: the account that once asked for this.
    package var onBehalf: String?

    package init(
        requestID: String, traceparent: String? = nil, deadline: Deadline, idempotencyKey: String? = nil, actor: String? = nil,
        onBehalf: String? = nil
    ) {
        self.requestID = requestID
        self.traceparent = traceparent
        self.deadline = deadline
        self.idempotencyKey = idempotencyKey
        self.actor = actor
        self.onBehalf = onBehalf
    }

    /// For a call that a service makes of its own accord, on behalf of the request that its task works for, if there is one.
    package static func new(deadline: Duration = .seconds(5)) -> CallContext {
        let context = TraceContext.current ?? TraceContext()
        return CallContext(requestID: context.requestID, traceparent: context.trace.text, deadline: .after(deadline))
    }

    func headers(caller: String, schema: String) -> [String: String] {
        var headers = [
            Headers.requestID: requestID,
            Headers.deadline: String(deadline.unixMilliseconds),
            Headers.caller: caller,
            Headers.schema: schema,
        ]
        headers[Headers.traceparent] = traceparent
        headers[Headers.idempotencyKey] = idempotencyKey
        headers[Headers.actor] = actor
        headers[Headers.onBehalf] = onBehalf
        return headers
    }
}
