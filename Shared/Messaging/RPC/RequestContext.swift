package import Core
package import Identity

/// What answers one method. Cancelled at the request's deadline. Throws a `Fault`; anything else becomes `internal`.
package typealias RPCHandler<Request, Reply> = @Sendable (Request, RequestContext) async throws -> Reply

/// Who asks, and until when; a handler gets it beside the request.
package struct RequestContext: Sendable {
    /// Verified. nil only for internal methods.
    package let actor: Actor?
    package let requestID: String
    package let deadline: Deadline
    package let idempotencyKey: String?
    /// The service that called, as it says itself; NATS permissions decide who can call at all.
    package let caller: String
    /// For the audit: the account on whose behalf another service calls.
    package let onBehalf: String?
    package let traceparent: String?
    private let signedActor: String?

    package init(
        actor: Actor?, signedActor: String? = nil, requestID: String, deadline: Deadline, idempotencyKey: String? = nil,
        caller: String, onBehalf: String? = nil, traceparent: String? = nil
    ) {
        self.actor = actor
        self.signedActor = signedActor
        self.requestID = requestID
        self.deadline = deadline
        self.idempotencyKey = idempotencyKey
        self.caller = caller
        self.onBehalf = onBehalf
        self.traceparent = traceparent
    }

    /// The project that the gateway authorized; every query names it.
    package var project: ProjectID {
        get throws(Fault) {
            guard let project = actor?.project else { throw .forbidden("This needs a project that you are a member of.") }
            return project
        }
    }

    package var account: AccountID {
        get throws(Fault) {
            guard let account = actor?.account else { throw .unauthenticated("This needs an account.") }
            return account
        }
    }

    package func require(_ role: Role) throws(Fault) {
        guard let held = actor?.role, held >= role else { throw .forbidden("This needs the role \(role.rawValue).") }
    }

    /// For what concerns the whole installation. The gateway has looked already; this is the second lock on the door.
    package func requireOperator() throws(Fault) {
        guard actor?.isOperator == true else { throw .forbidden("This is for the installation's operators.") }
    }

    /// For a call onward: same request, same actor, and no longer than we have ourselves.
    package func calling(deadline: Duration? = nil) -> CallContext {
        CallContext(
            requestID: requestID, traceparent: traceparent,
            deadline: deadline.map { min(self.deadline, .after($0)) } ?? self.deadline,
            idempotencyKey: idempotencyKey, actor: signedActor, onBehalf: onBehalf ?? actor?.account?.description)
    }
}
