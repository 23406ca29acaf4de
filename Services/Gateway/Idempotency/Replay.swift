import Core

/// Refusals that are final, written down and told again word for word.
enum Replay {
    /// A fault that the same request would meet again. What may pass by itself is not final.
    static func isFinal(_ fault: Fault) -> Bool {
        switch fault.code {
        case .invalidArgument, .alreadyExists, .failedPrecondition, .outOfRange: true
        default: false
        }
    }

    static func answer(_ fault: Fault) -> Answer {
        Answer(fault.code.httpStatus, [
            "code": .string(fault.code.rawValue), "message": .string(fault.message), "reason": .optional(fault.reason),
            "fields": .array(fault.fields.map { ["field": .string($0.field), "message": .string($0.message)] }),
        ])
    }

    static func problem(_ answer: Answer) -> Fault {
        let body = answer.body ?? [:]
        let fields = (body["fields"]?.array ?? []).map {
            FieldError(field: $0["field"]?.string ?? "", message: $0["message"]?.string ?? "")
        }
        return Fault(
            body["code"]?.string.flatMap(FaultCode.init(rawValue:)) ?? .unknown, body["message"]?.string ?? "",
            fields: fields, reason: body["reason"]?.string)
    }
}
