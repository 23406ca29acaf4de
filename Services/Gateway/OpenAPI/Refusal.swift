import Core

/// A way in which a call can be refused that does not follow from what the route is: `Route.refusals` has all.
struct Refusal: Sendable {
    let code: FaultCode
    /// A sentence of the kind that is answered.
    let example: String
    var reason: String?

    var status: Int { code.httpStatus }

    /// Something of this name is already there.
    static func conflict(_ example: String, reason: String? = nil) -> Refusal {
        Refusal(code: .alreadyExists, example: example, reason: reason)
    }

    /// The thing is not in a state that allows this.
    static func wrongState(_ example: String, reason: String? = nil) -> Refusal {
        Refusal(code: .failedPrecondition, example: example, reason: reason)
    }

    /// A bound is reached: a quota, or too many of something at once.
    static func exhausted(_ example: String) -> Refusal { Refusal(code: .resourceExhausted, example: example) }

    /// Something else changed the same thing at the same moment; asking again helps.
    static func aborted(_ example: String) -> Refusal { Refusal(code: .aborted, example: example) }

    /// The secret that was shown is not one.
    static func unauthenticated(_ example: String, reason: String? = nil) -> Refusal {
        Refusal(code: .unauthenticated, example: example, reason: reason)
    }

    /// The caller may not, whatever the role.
    static func forbidden(_ example: String, reason: String? = nil) -> Refusal {
        Refusal(code: .permissionDenied, example: example, reason: reason)
    }

    /// What it would need is away for a moment.
    static func unavailable(_ example: String, reason: String? = nil) -> Refusal {
        Refusal(code: .unavailable, example: example, reason: reason)
    }
}
