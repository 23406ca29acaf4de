import Core
import Hummingbird

/// One call of the public API: where it is, who may make it, what it takes, and what answers it.
///
/// This is the only thing a router is ever given (`RouteTable.responder`), so a call without a permission cannot be
/// written; and `openapi.json` is made from it, so the document cannot say anything else than the gateway does.
struct Route: Sendable {
    let method: HTTPRequest.Method
    /// "/api/v1/apps/{app}": parameters in braces.
    let path: String
    /// The operation's id: "getApp".
    let name: String
    let summary: String
    /// More about it where the summary is not all.
    let details: String
    let permission: Permission
    /// Nil where no body is taken.
    let body: [Field]?
    let query: [Field]
    /// What is answered when nothing stands in the way.
    let answer: Outcome
    /// How it can be refused, beside the ways that follow from what the route is.
    let refusals: [Refusal]
    /// False for signing up and in, which strangers call: limited by address, and no key makes them repeatable.
    let isLimited: Bool
    /// Its group's.
    var tag: Tag?
    let handle: @Sendable (Call) async throws -> Answer

    init(
        _ method: HTTPRequest.Method, _ path: String, _ name: String, _ summary: String, _ permission: Permission,
        details: String = "", body: [Field]? = nil, query: [Field] = [], answer: Outcome, refusals: [Refusal] = [],
        isLimited: Bool = false, _ handle: @escaping @Sendable (Call) async throws -> Answer
    ) {
        self.method = method
        self.path = path
        self.name = name
        self.summary = summary
        self.details = details
        self.permission = permission
        self.body = body
        self.query = query
        self.answer = answer
        self.refusals = refusals
        self.isLimited = isLimited
        self.handle = handle
    }

    /// The names in braces, in order.
    var parameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// GET and HEAD change nothing; everything else does.
    var isUnsafe: Bool { method != .get && method != .head }

    /// HEAD is answered wherever GET is (RFC 9110, 9.1), by the same route without what it would have sent; a stream has no end to tell of.
    var methods: [HTTPRequest.Method] { method == .get && answer.events.isEmpty ? [.get, .head] : [method] }

    /// Whether an `Idempotency-Key` makes it repeatable.
    var takesKey: Bool { method == .post && permission != .everyone }

    /// The declared ones, and those that come with a key and with any change.
    var allRefusals: [Refusal] {
        guard isUnsafe, permission != .everyone else { return refusals }
        let own = refusals + [.aborted("Something else changed it at the same moment; try again.")]
        guard takesKey else { return own }
        return own + [
            .conflict("This Idempotency-Key was used for another request.", reason: "key_reused"),
            .conflict("A request with this Idempotency-Key is still being answered.", reason: "key_in_use"),
        ]
    }
}
