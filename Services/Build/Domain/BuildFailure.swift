package import Core

/// Why a build did not succeed: a word for machines, a sentence for people, and the last output where there is some.
package struct BuildFailure: Error, Sendable, Equatable {
    package enum Reason: String, Sendable {
        case sourceUnreachable = "source_unreachable"
        case sourceAuthRequired = "source_auth_required"
        case refNotFound = "ref_not_found"
        case policyRefused = "policy_refused"
        case planFailed = "plan_failed"
        case buildFailed = "build_failed"
        case buildTimeout = "build_timeout"
        case pushFailed = "push_failed"
        case imagePullFailed = "image_pull_failed"
        case outOfMemory = "out_of_memory"
        case unschedulable
        case quotaExceeded = "quota_exceeded"
        case `internal`
    }

    package var reason: Reason
    package var message: String
    package var details: String
    /// For the log of this service only.
    package var cause: String?

    package init(_ reason: Reason, _ message: String, details: String = "", cause: String? = nil) {
        self.reason = reason
        self.message = message
        self.details = details
        self.cause = cause
    }

    /// As an answer to whoever asked a question about a source.
    package var fault: Fault {
        let code: FaultCode =
            switch reason {
            case .sourceUnreachable: .unavailable
            case .internal: .internal
            default: .failedPrecondition
            }
        return Fault(code, message, reason: reason.rawValue, detail: cause)
    }

    /// The row that a surprise leaves behind; what was surprising is for the log.
    package static func unexpected(_ error: any Error) -> BuildFailure {
        BuildFailure(.internal, "Slipway could not finish this build; try again.", cause: String(reflecting: error))
    }
}
