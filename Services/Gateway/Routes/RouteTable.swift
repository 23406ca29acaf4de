import Core
import Hummingbird

/// Every call the gateway answers: the only way into the router.
struct RouteTable: Sendable {
    static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]

    let routes: [Route]

    /// Refuses two routes in one place and a permission about a resource that the path does not name.
    init(_ routes: [Route]) throws(Fault) {
        var seen: Set<String> = []
        for route in routes {
            guard seen.insert("\(route.method.rawValue) \(route.path)").inserted else {
                throw .internal("two routes answer \(route.method.rawValue) \(route.path)")
            }
            if case .project(_, _, let resource) = route.permission, !route.parameters.contains(resource.rawValue) {
                throw .internal("\(route.path) names no \(resource.rawValue), which its permission is about")
            }
        }
        self.routes = routes
    }

    /// The router with these routes, and a refusal that names the right methods where only the method is wrong.
    func responder(
        _ middleware: [any MiddlewareProtocol<Request, Response, GatewayContext>], _ desk: Desk
    ) -> RouterResponder<GatewayContext> {
        let router = Router(context: GatewayContext.self)
        for each in middleware { router.add(middleware: each) }
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await desk.respond(to: request, context, route)
            }
        }
        for (path, known) in methodsByPath {
            for method in Self.methods where !known.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in throw Problem.wrongMethod(allowed: known) }
            }
        }
        return router.buildResponder()
    }

    private var methodsByPath: [String: [HTTPRequest.Method]] {
        Dictionary(grouping: routes, by: \.path).mapValues { $0.map(\.method) }
    }
}
