import Core
import Foundation
import HTTPClient
import Testing
import TestSupport

extension System {
    /// What an operator sees of a platform that works.
    @Suite struct OperationTests {
        @Test(.timeLimit(.minutes(3)))
        func `every process exports what is promised, and a deployment moves it`() async throws {
            let platform = try Platform.running()
            let before = try await platform.metrics()
            #expect(Set(before.keys.map { $0.prefix { $0 != "-" } }) == ["user", "project", "app", "build", "deploy", "log", "gateway"])
            let page = try String(contentsOf: Self.root.appendingPathComponent("Services/METRICS.md"), encoding: .utf8)
            for (process, exposition) in before {
                #expect(exposition.value("slipway_build_info", ["service": String(process.prefix { $0 != "-" })]) == 1, "\(process)")
                #expect(exposition.value("process_resident_memory_bytes") > 1_000_000, "\(process)")
                #expect(exposition.value("slipway_metrics_refused_total") == 0, "\(process)")
                for family in exposition.families.keys { #expect(page.contains("| `\(family)` |"), "\(process) exports \(family), which the page does not know") }
            }
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "measured"))
            let app = try await App(api, platform, project: project, "measured", Samples.settings(repository))
            try await app.ended(app.deploy(), as: "live")
            for (service, name, labels) in [
                ("gateway", "slipway_http_request_duration_seconds", ["method": "POST", "route": "/api/v1/apps/{app}/deployments", "status": "202"]),
                ("gateway", "slipway_rpc_client_request_duration_seconds", ["subject": "rpc.v1.deploy.create_deployment", "outcome": "ok"]),
                ("deploy", "slipway_rpc_server_request_duration_seconds", ["subject": "rpc.v1.deploy.create_deployment", "outcome": "ok"]),
                ("deploy", "slipway_deployments_total", ["outcome": "live", "trigger": "manual"]),
                ("deploy", "slipway_deployment_duration_seconds", ["outcome": "live"]),
                ("deploy", "slipway_deployment_step_duration_seconds", ["step": "build", "outcome": "succeeded"]),
                ("deploy", "slipway_engine_request_duration_seconds", ["operation": "POST /containers/create", "outcome": "2xx"]),
                ("deploy", "slipway_router_request_duration_seconds", ["operation": "write file", "outcome": "ok"]),
                ("build", "slipway_builds_total", ["outcome": "succeeded"]),
                ("build", "slipway_build_duration_seconds", ["outcome": "succeeded"]),
                ("build", "slipway_registry_request_duration_seconds", ["outcome": "2xx"]),
                ("log", "slipway_log_lines_stored_total", ["source": "build"]),
            ] {
                @Sendable func total(_ all: [String: Exposition]) -> Double {
                    all.filter { $0.key.hasPrefix(service + "-") }.reduce(0) { $0 + $1.value.value(name, labels) }
                }
                try await eventually("\(name) \(labels) moves", within: .seconds(20)) { total(try await platform.metrics()) } until: { $0 > total(before) }
            }
        }

        @Test(.timeLimit(.minutes(3)))
        func `one trace goes through all services, also where work goes on later`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "traced"))
            let app = try await App(api, platform, project: project, "traced", Samples.settings(repository))
            let trace = Hex.encode(Random.bytes(16))
            let answer = try await api.call(
                "POST", "apps/\(app.id)/deployments", [:],
                headers: [("traceparent", "00-\(trace)-00f067aa0ba902b7-01"), ("X-Request-Id", "mine-\(trace.prefix(8))")])
            #expect(answer.status == 202)
            let request = try #require(answer.headers.first { $0.name.lowercased() == "x-request-id" }?.value)
            #expect(request == "mine-\(trace.prefix(8))")
            try await app.ended(answer.json["id"]?.string ?? "", as: "live")
            let expected: [String: Set<String>] = [
                "gateway": ["request"], "deploy": ["deployment requested", "step succeeded", "deployment ended"],
                "build": ["build asked for", "build begun", "build succeeded"],
            ]
            for (service, messages) in expected {
                let said = try await eventually("\(service) has told of the trace", within: .seconds(10)) { try platform.lines(of: service, trace: trace) } until: {
                    messages.isSubset(of: $0.map { $0["message"]?.string ?? "" })
                }
                for line in said { #expect(line["metadata"]?["request_id"]?.string == request, "\(line.encoded())") }
            }
        }

        @Test(.timeLimit(.minutes(2)))
        func `the doctor asks every process, and names the part that is away`() async throws {
            let platform = try Platform.running()
            let (stranger, _) = try await API.newcomer(platform)
            #expect(try await stranger.call("GET", "admin/doctor").status == 403)
            let api = try await API.operating(platform)
            let well = try await api.expect(200, "GET", "admin/doctor")
            let processes = try await platform.metrics().keys
            #expect(Set((well["items"]?.array ?? []).compactMap { $0["replica"]?.string }) == Set(processes))
            let failing = (well["items"]?.array ?? []).filter { $0["state"]?.string == "fail" }
            #expect(failing.isEmpty, "\(failing.map { $0.encoded() })")
            try await Outage.registry(platform) {
                let ill = try await api.expect(200, "GET", "admin/doctor")
                #expect(ill["state"]?.string == "fail")
                let found = (ill["items"]?.array ?? []).filter { $0["name"]?.string == "registry" }
                #expect(!found.isEmpty)
                for item in found {
                    #expect(item["state"]?.string == "fail")
                    #expect(item["advice"]?.string?.contains("make run") == true)
                }
            }
            try await eventually("all is well again", within: .seconds(20)) { try await api.expect(200, "GET", "admin/doctor") } until: { $0["state"]?.string != "fail" }
        }

        private static var root: URL {
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        }
    }
}

extension Platform {
    /// What every process exports now, by its name: "deploy-1".
    func metrics() async throws -> [String: Exposition] {
        let http = HTTPClient()
        var all: [String: Exposition] = [:]
        for (process, address) in try Self.facts(home)["admin"]?.object ?? [:] {
            let response = try await http.send(HTTPRequest(url: (address.string ?? "") + "/metrics", timeout: .seconds(5)))
            do {
                all[process] = try Exposition(String(decoding: response.body, as: UTF8.self))
            } catch {
                throw NotRunning(description: "\(process): \(error)")
            }
        }
        return all
    }

    /// The JSON log lines of all replicas of a service that belong to a trace.
    func lines(of service: String, trace: String) throws -> [JSONValue] {
        let folder = home + "/log"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(service + "-") }
        return files.flatMap { file in
            String(decoding: FileManager.default.contents(atPath: folder + "/" + file) ?? Data(), as: UTF8.self)
                .split(separator: "\n").filter { $0.contains(trace) }
                .compactMap { try? JSONValue(parsing: Array($0.utf8)) }
                .filter { $0["metadata"]?["trace_id"]?.string == trace }
        }
    }
}
