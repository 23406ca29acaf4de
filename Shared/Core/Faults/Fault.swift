/// A failure as the whole of Slipway knows it: everything above the wrappers of C libraries throws this and nothing else.
///
/// `message` may be read by whoever called; `detail` is for the log of the service where it happened and never leaves it.
/// That is why `description` leaves it out: only `String(reflecting:)` shows it, and nobody interpolates that into a reply.
/// Translate once, where the foreign error surfaces (`wrapping`), with a gerund that says what was being done; log once,
/// where the fault stops.
package struct Fault: Error, Sendable, Equatable {
    package var code: FaultCode
    /// A sentence the caller may read.
    package var message: String
    package var fields: [FieldError]
    /// A word for machines where the code alone is too coarse, e.g. `rolled_back`.
    package var reason: String?
    package var retryAfter: Duration?
    /// For logs of this service only.
    package var detail: String?

    package init(
        _ code: FaultCode, _ message: String, fields: [FieldError] = [], reason: String? = nil, retryAfter: Duration? = nil,
        detail: String? = nil
    ) {
        self.code = code
        self.message = message
        self.fields = fields
        self.reason = reason
        self.retryAfter = retryAfter
        self.detail = detail
    }
}

package extension Fault {
    /// One field of the request is wrong.
    static func invalid(_ field: String, _ message: String) -> Fault {
        .invalid([FieldError(field: field, message: message)])
    }

    /// Several fields of the request are wrong; all are told at once.
    static func invalid(_ fields: [FieldError]) -> Fault {
        let sentence = fields.map { $0.field.isEmpty ? $0.message : "\($0.field) \($0.message)" }.joined(separator: "; ")
        return Fault(.invalidArgument, sentence.isEmpty ? "The request is not valid." : sentence, fields: fields)
    }

    /// "There is no <what>." Also for what the caller may not see.
    static func notFound(_ what: String) -> Fault { Fault(.notFound, "There is no \(what).") }

    /// Something of this name or key is already there.
    static func conflict(_ message: String, reason: String? = nil) -> Fault { Fault(.alreadyExists, message, reason: reason) }

    /// The thing is not in a state that allows this.
    static func wrongState(_ message: String, reason: String? = nil) -> Fault {
        Fault(.failedPrecondition, message, reason: reason)
    }

    static func forbidden(_ message: String, reason: String? = nil) -> Fault { Fault(.permissionDenied, message, reason: reason) }

    static func unauthenticated(_ message: String) -> Fault { Fault(.unauthenticated, message) }

    /// A bound was reached; `retryAfter` says when to come back, nil when coming back does not help.
    static func exhausted(_ message: String, retryAfter: Duration?) -> Fault {
        Fault(.resourceExhausted, message, retryAfter: retryAfter)
    }

    static func unavailable(_ message: String, detail: String? = nil) -> Fault { Fault(.unavailable, message, detail: detail) }

    static func timedOut(_ message: String) -> Fault { Fault(.deadlineExceeded, message) }

    /// A bug or a surprise: the caller reads "internal error", the log reads `detail`.
    static func `internal`(_ detail: String) -> Fault { Fault(.internal, "internal error", detail: detail) }

    /// A fault passes through; any other error becomes `internal`, with the gerund and everything the error can tell.
    static func wrapping(_ error: any Error, _ doing: String) -> Fault {
        if let fault = error as? Fault { return fault }
        if error is CancellationError { return Fault(.cancelled, "cancelled", detail: doing) }
        return .internal("\(doing): \(String(reflecting: error))")
    }
}

extension Fault: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String { "\(code.apiCode): \(message)" }

    package var debugDescription: String {
        var text = description
        if let reason { text += " (\(reason))" }
        if let detail { text += " [\(detail)]" }
        return text
    }
}
