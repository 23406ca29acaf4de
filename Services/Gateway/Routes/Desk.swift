import Core
import Hummingbird
import Identity

/// Where every request is received: limited, recognised, let in or turned away, read, and handed to its route.
///
/// The order is the point: nothing of the body is read before it is known who sends it, and nothing is told about a
/// resource before it is known that the caller may see it.
struct Desk: Sendable {
    /// How long a request may take that is no stream. Below the 30 s after which proxies and clients give up.
    static let patience: Duration = .seconds(20)

    let backend: Backend
    let authenticator: Authenticator
    let authorizer: Authorizer
    let commands: Commands
    let limits: Limits

    func respond(to request: Request, _ context: GatewayContext, _ route: Route) async throws -> Response {
        context.notes.note { $0.route = route.path }
        let deadline = Deadline.after(Self.patience)
        return try await withDeadline(deadline, "The request") {
            try await answer(request, context, route, deadline).response
        }
    }

    private func answer(
        _ request: Request, _ context: GatewayContext, _ route: Route, _ deadline: Deadline
    ) async throws -> Answer {
        if route.isLimited { try limits.checkStranger(context.address) }
        let parameters = try Self.parameters(of: route, context)
        let caller = try await caller(request, context, route, deadline)
        let place = try await place(route, parameters, caller, context, deadline)
        let query = try Query(request.uri, route.query)
        let body = try await Body.read(request, route.body)
        let command = try await commands.begin(request, route, caller, body, deadline)
        let call = Call(
            request: request, context: context, caller: caller, place: place, parameters: parameters, query: query,
            body: body, deadline: deadline, command: command, backend: backend)
        return try await commands.run(call, route)
    }

    private func caller(
        _ request: Request, _ context: GatewayContext, _ route: Route, _ deadline: Deadline
    ) async throws(Fault) -> Caller? {
        guard let scope = route.permission.scope else { return nil }
        let caller = try await authenticator.caller(of: request, backend.context(context, deadline))
        context.notes.note { $0.account = caller.account.description }
        if route.isUnsafe, case .cookie(_, let cookie) = caller.credential {
            try authenticator.forgery.check(request, cookie: cookie)
        }
        guard caller.scopes.contains(scope) else {
            throw .forbidden("This token lacks the scope \(scope.rawValue).")
        }
        guard route.permission != .operator || caller.isOperator else {
            throw .forbidden("This is for the installation's operators; one of them can make you one.", reason: "not_operator")
        }
        return caller
    }

    private func place(
        _ route: Route, _ parameters: [String: String], _ caller: Caller?, _ context: GatewayContext, _ deadline: Deadline
    ) async throws(Fault) -> Place? {
        guard case .project(let role, _, let resource) = route.permission, let caller else { return nil }
        let place = try await authorizer.place(
            of: resource, parameters[resource.rawValue] ?? "", for: caller, backend.context(context, deadline))
        context.notes.note { $0.project = place.project.description }
        try place.require(role)
        return place
    }

    private static func parameters(of route: Route, _ context: GatewayContext) throws(Fault) -> [String: String] {
        var found: [String: String] = [:]
        for name in route.parameters {
            let raw = context.parameters.get(name) ?? ""
            guard let value = PercentCoding.decode(raw), !value.isEmpty, value.utf8.count <= 512 else {
                throw .notFound(name)
            }
            found[name] = value
        }
        return found
    }
}
