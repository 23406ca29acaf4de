import Core
import HummingbirdCore
import HTTPTypes

/// Whether the gateway is there, and what it takes. Health and the document also stand under `/api/v1`, where clients have
/// their base.
struct PlatformRoutes: RouteGroup {
    static let tag = Tag("Platform", "Whether the gateway is there, and what it takes.")
    static let health = Schema("Health", "The gateway answers.", [.choice("status", ["ok"])])

    private let document: FixedPage
    private let reference: FixedPage

    /// - Parameter described: all other routes; the document tells these as well.
    init(describing described: [Route], server: String) {
        let nothing = FixedPage("application/json", [])
        let routes = described + Self(document: nothing, reference: nothing).tagged
        let document = OpenAPI.document(of: routes, server: server)
        let page = ReferencePage.page(of: document, order: routes)
        self.document = FixedPage("application/json", document.encodedBytes())
        reference = FixedPage("text/html; charset=utf-8", page.bytes, policy: page.policy)
    }

    private init(document: FixedPage, reference: FixedPage) {
        self.document = document
        self.reference = reference
    }

    var routes: [Route] {
        ["/healthz", "/api/v1/healthz"].map { path in
            Route(
                .get, path, path == "/healthz" ? "getHealth" : "getHealthHere", "Whether the gateway answers.", .everyone,
                answer: .ok(Self.health, "It does.")
            ) { _ in .ok(["status": "ok"]) }
        } + ["/openapi.json", "/api/v1/openapi.json"].map { path in
            Route(
                .get, path, path == "/openapi.json" ? "getOpenAPI" : "getOpenAPIHere", "This document.", .everyone,
                answer: .fixed("application/json", "OpenAPI 3.1.")
            ) { [document] call in document.answer(call) }
        } + [
            Route(
                .get, "/reference", "getReference", "This document, for people.", .everyone,
                answer: .fixed("text/html", "A page that needs nothing else.")
            ) { [reference] call in reference.answer(call) }
        ]
    }
}
