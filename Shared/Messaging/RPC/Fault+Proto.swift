internal import Core
internal import Messages

extension Core.Fault {
    /// What another service told us. Its detail stayed there.
    init(_ told: Proto.Fault) {
        self.init(
            FaultCode(number: Int(told.code)) ?? .unknown,
            told.message,
            fields: told.fields.map { FieldError(field: $0.field, message: $0.message) },
            reason: told.reason.isEmpty ? nil : told.reason,
            retryAfter: told.retryAfterMs == 0 ? nil : .milliseconds(Int64(told.retryAfterMs)))
    }
}

extension Proto.Fault {
    /// The public half. NUL could not be encoded, and a fault has to arrive.
    init(_ fault: Core.Fault) {
        self.init(
            code: UInt32(fault.code.number),
            message: fault.message.replacing("\0", with: "\u{FFFD}"),
            fields: fault.fields.prefix(100).map {
                Proto.FieldError(
                    field: $0.field.replacing("\0", with: "\u{FFFD}"), message: $0.message.replacing("\0", with: "\u{FFFD}"))
            },
            reason: fault.reason ?? "",
            retryAfterMs: UInt32(clamping: fault.retryAfter.map { max(1, $0.milliseconds) } ?? 0))
    }
}
