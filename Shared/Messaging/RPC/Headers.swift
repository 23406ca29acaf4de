/// The headers of a request.
enum Headers {
    static let requestID = "Slipway-Request-Id"
    /// Unix milliseconds.
    static let deadline = "Slipway-Deadline"
    static let idempotencyKey = "Slipway-Idempotency-Key"
    /// Signed by the gateway.
    static let actor = "Slipway-Actor"
    /// The service that asks.
    static let caller = "Slipway-Caller"
    /// For the audit, where a service acts because a person once asked.
    static let onBehalf = "Slipway-On-Behalf"
    static let schema = "Slipway-Schema"
    static let traceparent = "traceparent"
}
