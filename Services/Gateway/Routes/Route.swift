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
    let permission: Permission
    /// Nil where no body is taken.
    let body: [Field]?
    let query: [Field]
    /// The status of success.
    let success: Int
    /// False for signing up and in, which strangers call: limited by address, and no key makes them repeatable.
    let isLimited: Bool
    let handle: @Sendable (Call) async throws -> Answer

    init(
        _ method: HTTPRequest.Method, _ path: String, _ name: String, _ summary: String, _ permission: Permission,
        body: [Field]? = nil, query: [Field] = [], success: Int = 200, isLimited: Bool = false,
        _ handle: @escaping @Sendable (Call) async throws -> Answer
    ) {
        self.method = method
        self.path = path
        self.name = name
        self.summary = summary
        self.permission = permission
        self.body = body
        self.query = query
        self.success = success
        self.isLimited = isLimited
        self.handle = handle
    }

    /// The names in braces, in order.
    var parameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// GET and HEAD change nothing; everything else does.
    var isUnsafe: Bool { method != .get && method != .head }
}
