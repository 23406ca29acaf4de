/// What calls are grouped under, in the document and on the reference page.
struct Tag: Sendable, Equatable {
    let name: String
    let about: String

    init(_ name: String, _ about: String) {
        self.name = name
        self.about = about
    }
}

/// A file of routes: calls about one kind of thing.
protocol RouteGroup: Sendable {
    static var tag: Tag { get }
    var routes: [Route] { get }
}

extension RouteGroup {
    /// The routes, each with the group's tag.
    var tagged: [Route] {
        routes.map { route in
            var route = route
            route.tag = Self.tag
            return route
        }
    }
}
