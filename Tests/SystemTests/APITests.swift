import Core
import Testing
import TestSupport

extension System {
    /// The door: who may pass, and how bad input is told.
    @Suite struct APITests {
        @Test func `bad input is refused with the field named`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let unknown = try await api.expect(400, "POST", "projects", ["name": "fine", "colour": "red"])
            #expect(unknown["errors"]?[0]?["field"]?.string == "colour")
            let wrong = try await api.expect(400, "POST", "projects", ["name": 3])
            #expect(wrong["errors"]?[0]?["field"]?.string == "name")
            let memory = try await api.expect(
                400, "POST", "projects/\(project)/apps",
                ["name": "a", "source": ["repository": "https://example.org/a.git"], "build": ["method": "auto"], "run": ["memory": "lots"]])
            #expect(memory["errors"]?[0]?["field"]?.string == "run.memory", "\(memory.encoded())")
            #expect(try await api.send("POST", "projects", Array("{".utf8)).status == 400)
            let long = JSONValue.object(["name": .string(String(repeating: "x", count: 2_000_000))])
            #expect(try await api.call("POST", "projects", long).status == 413)
            let answer = try await api.call("GET", "no/such/thing")
            #expect(answer.status == 404)
            #expect(answer.headers.contains { $0.name.lowercased() == "content-type" && $0.value.hasPrefix("application/problem+json") })
        }

        @Test func `what is another's is not there`() async throws {
            let platform = try Platform.running()
            let (mine, project) = try await API.newcomer(platform)
            let (other, _) = try await API.newcomer(platform)
            let repository = try Repository(platform, ["index.html": "x"])
            let app = try await App(mine, platform, project: project, "private", Samples.settings(repository, method: "static"))
            for (method, path) in [
                ("GET", "projects/\(project)"), ("GET", "apps/\(app.id)"), ("DELETE", "apps/\(app.id)"), ("GET", "apps/\(app.id)/env"),
                ("GET", "apps/\(app.id)/logs"), ("POST", "apps/\(app.id)/deployments"),
            ] {
                let body: JSONValue? = method == "POST" ? [:] : nil
                #expect(try await other.call(method, path, body).status == 404, "\(method) \(path)")
                #expect(try await API(platform.api).call(method, path, body).status == 401, "\(method) \(path)")
            }
        }

        @Test func `a repeated command with the same key is the same command`() async throws {
            let platform = try Platform.running()
            let (api, _) = try await API.newcomer(platform)
            let key = [("Idempotency-Key", "key-" + Hex.encode(Random.bytes(8)))]
            let name = "p" + Hex.encode(Random.bytes(5))
            let first = try await api.expect(201, "POST", "projects", ["name": .string(name)], headers: key)
            let second = try await api.expect(201, "POST", "projects", ["name": .string(name)], headers: key)
            #expect(first["id"]?.string == second["id"]?.string)
            try await api.expect(409, "POST", "projects", ["name": "another"], headers: key)
            try await api.expect(409, "POST", "projects", ["name": .string(name)])
        }

        @Test func `a session ends when it is left`() async throws {
            let platform = try Platform.running()
            var api = API(platform.api)
            let session = try await api.expect(200, "POST", "auth/login", ["email": .string(platform.email), "password": .string(platform.password)])
            api.token = session["access_token"]?.string
            try await api.expect(200, "GET", "auth/me")
            _ = try await api.call("POST", "auth/logout", [:])
            let left = api
            try await eventually("the token is worth nothing", within: .seconds(5)) { try await left.call("GET", "auth/me").status == 401 }
            let wrong = try await API(platform.api).call("POST", "auth/login", ["email": .string(platform.email), "password": "not it at all"])
            #expect(wrong.status == 401)
        }
    }
}
