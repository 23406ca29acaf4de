import Core
import HTTPClient

package extension ContainerEngine {
    /// Makes a container and does not start it. A name that is taken is `isConflict`.
    func create(_ spec: ContainerSpec) async throws(EngineError) -> String {
        let answer = try await call(
            "POST", "/containers/create", [("name", spec.name)], body: spec.json, deadline: .seconds(60))
        guard let id = try answer.json()["Id"]?.string else { throw .unreadable("the engine's answer to a new container") }
        return id
    }

    /// Does nothing when it runs already. A container that cannot start stays in the state "created".
    func start(_ id: String) async throws(EngineError) {
        try await call("POST", "/containers/\(id.percentEncoded)/start", deadline: .seconds(60))
    }

    /// SIGTERM, then SIGKILL after `timeout`; returns when it has ended.
    func stop(_ id: String, timeout: Duration = .seconds(10)) async throws(EngineError) {
        let seconds = max(0, Int(timeout.inSeconds))
        try await call("POST", "/containers/\(id.percentEncoded)/stop", [("t", "\(seconds)")], deadline: timeout + .seconds(30))
    }

    func kill(_ id: String, signal: String = "SIGKILL") async throws(EngineError) {
        try await call("POST", "/containers/\(id.percentEncoded)/kill", [("signal", signal)])
    }

    /// Does nothing when there is none. Without `force`, one that runs is `isConflict`.
    func remove(_ id: String, force: Bool = false) async throws(EngineError) {
        do throws(EngineError) {
            try await call(
                "DELETE", "/containers/\(id.percentEncoded)", [("force", force ? "1" : "0"), ("v", "1")], deadline: .seconds(60))
        } catch where error.isNotFound {}
    }

    /// Waits for its end, and tells the exit code.
    func wait(_ id: String, atMost deadline: Duration) async throws(EngineError) -> Int {
        let answer = try await call(
            "POST", "/containers/\(id.percentEncoded)/wait", deadline: deadline)
        guard let code = try answer.json()["StatusCode"]?.int else { throw .unreadable("the engine's answer to a wait") }
        return Int(code)
    }

    func inspect(_ id: String) async throws(EngineError) -> ContainerState {
        try ContainerState(try await call("GET", "/containers/\(id.percentEncoded)/json").json())
    }

    /// All containers, running or not, that carry every one of these labels.
    func list(labels: [String: String]) async throws(EngineError) -> [ContainerSummary] {
        let wanted = labels.map { "\($0)=\($1)" }.sorted()
        let filters = JSONValue.object(["label": .strings(wanted)]).encoded()
        let answer = try await call("GET", "/containers/json", [("all", "1"), ("filters", filters)]).json()
        return (answer.array ?? []).compactMap(ContainerSummary.init)
    }

    /// nil when it does not run.
    func stats(_ id: String) async throws(EngineError) -> ContainerStats? {
        let answer = try await call("GET", "/containers/\(id.percentEncoded)/stats", [("stream", "0"), ("one-shot", "1")])
        guard !answer.body.isEmpty else { return nil }
        let json = try answer.json()
        guard let memory = json["memory_stats"]?["usage"]?.int, let cpu = json["cpu_stats"]?["cpu_usage"]?["total_usage"]?.int else {
            return nil
        }
        // Without a limit some engines tell the machine's memory, others the largest number there is.
        let limit = json["memory_stats"]?["limit"]?.int ?? 0
        return ContainerStats(
            memoryBytes: memory, memoryLimit: limit < 1 << 50 ? limit : 0, cpuNanoseconds: cpu,
            pids: json["pids_stats"]?["current"]?.int ?? 0)
    }
}
