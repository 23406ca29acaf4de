import Core

/// A deployment with what surrounds it, at one moment.
struct DeploymentView: Sendable {
    let deployment: JSONValue
    let steps: [JSONValue]
    /// Null until it is known which one it is, and where nothing is built.
    var build: JSONValue

    init(_ id: String, _ api: APIClient) async throws {
        // The deployment after its steps, so that it tells what they have done; once it has ended, they are all told too.
        var steps = try await Self.steps(of: id, api)
        deployment = try await api.get("deployments/\(id)")
        if !["pending", "building", "deploying"].contains(deployment.text("status")) { steps = try await Self.steps(of: id, api) }
        self.steps = steps
        build = .null
        if let building = deployment["build_id"]?.string, state(of: "build") != "skipped" { build = try await api.get("builds/\(building)") }
    }

    init(deployment: JSONValue, steps: [JSONValue], build: JSONValue) {
        self.deployment = deployment
        self.steps = steps
        self.build = build
    }

    private static func steps(of id: String, _ api: APIClient) async throws -> [JSONValue] {
        try await api.get("deployments/\(id)/timeline")["items"]?.array ?? []
    }

    var number: Int64 { deployment["number"]?.int ?? 0 }

    func step(_ name: String) -> JSONValue? { steps.first { $0["step"]?.string == name } }
    func state(of name: String) -> String { step(name)?.text("state") ?? "pending" }
    func isDone(_ name: String) -> Bool { state(of: name) == "succeeded" }

    /// From the beginning of one step to the end of another.
    func time(from first: String, to last: String) -> Duration? {
        Words.between(step(first)?["started_at"]?.string, step(last)?["finished_at"]?.string)
    }

    /// The build was there before the deployment was.
    var isReused: Bool {
        guard let finished = build["finished_at"]?.string, let created = deployment["created_at"]?.string else { return false }
        return finished < created
    }
}
