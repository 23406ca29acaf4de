import Core
import HummingbirdCore
import HTTPTypes

/// Whether the gateway is there, and what it takes. Both also stand under `/api/v1`, where clients have their base.
struct PlatformRoutes: Sendable {
    let document: JSONValue

    /// - Parameter described: all other routes; the document tells these two as well.
    init(describing described: [Route]) {
        document = OpenAPI.document(of: described + Self.routes { _ in .nothing })
    }

    var routes: [Route] {
        Self.routes { [document] call in
            call.request.uri.path.hasSuffix("/openapi.json") ? .ok(document) : .ok(["status": "ok"])
        }
    }

    private static func routes(_ handle: @escaping @Sendable (Call) async throws -> Answer) -> [Route] {
        [
            Route(.get, "/healthz", "getHealth", "Whether the gateway answers.", .everyone, handle),
            Route(.get, "/openapi.json", "getOpenAPI", "This document.", .everyone, handle),
            Route(.get, "/api/v1/healthz", "getHealthHere", "Whether the gateway answers.", .everyone, handle),
            Route(.get, "/api/v1/openapi.json", "getOpenAPIHere", "This document.", .everyone, handle),
        ]
    }
}
