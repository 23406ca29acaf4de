import Core
import HTTPClient
import Telemetry

/// The router in front of the apps: told by files, believed only when its API shows what was told.
struct Router: Sendable {
    let directory: RouteDirectory
    /// Where its API is, e.g. `http://127.0.0.1:18090`.
    let api: String
    let http: HTTPClient

    /// The names of all services that the router shows; nil when it does not answer.
    func services() async -> Set<String>? {
        let request = HTTPRequest(url: "\(api)/api/http/services?per_page=10000", timeout: .seconds(2))
        let start = ContinuousClock.now
        let response = try? await http.send(request)
        Figures.router.observe(since: start, "GET services", response.map { "\($0.status / 100)xx" } ?? "no_answer")
        guard let response, response.status == 200, let answer = try? JSONValue(parsing: response.body) else { return nil }
        return Set((answer.array ?? []).compactMap { $0["name"]?.string })
    }

    /// True when the router sends this app's traffic to exactly these servers. False also when it does not answer.
    func shows(_ file: RouteFile) async -> Bool {
        let request = HTTPRequest(url: "\(api)/api/http/services/\(file.service)@file", timeout: .seconds(2))
        let start = ContinuousClock.now
        let response = try? await http.send(request)
        Figures.router.observe(since: start, "GET service", response.map { "\($0.status / 100)xx" } ?? "no_answer")
        guard let response, response.status == 200,
            let answer = try? JSONValue(parsing: response.body), answer["status"]?.string != "disabled"
        else { return false }
        let servers = answer["loadBalancer"]?["servers"]?.array ?? []
        return Set(servers.compactMap { $0["url"]?.string }) == file.servers
    }
}
