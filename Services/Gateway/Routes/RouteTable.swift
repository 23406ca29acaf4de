import Core
import Hummingbird

/// Every call the gateway answers: the only way into the router.
struct RouteTable: Sendable {
    /// The methods that are counted by name.
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

    /// The router with these routes.
    func responder(
        _ middleware: [any MiddlewareProtocol<Request, Response, GatewayContext>], _ desk: Desk
    ) -> RouterResponder<GatewayContext> {
        let router = Router(context: GatewayContext.self)
        for each in middleware { router.add(middleware: each) }
        for route in routes {
            for method in route.methods {
                router.on(RouterPath(route.path), method: method) { request, context in
                    let response = try await desk.respond(to: request, context, route)
                    return method == .head ? response.createHeadResponse() : response
                }
            }
        }
        return router.buildResponder()
    }

    /// What is said where no route was found: that there is nothing, or which methods would have been right.
    func refusal(at path: String) -> Problem {
        let sought = path.split(separator: "/")
        let methods = routes.filter { route in
            let parts = route.path.split(separator: "/")
            return parts.count == sought.count && zip(parts, sought).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }.flatMap(\.methods)
        return methods.isEmpty ? .noRoute : .wrongMethod(allowed: methods)
    }
}
