import Core
import Testing
import TestSupport

extension System {
    /// Every reason that a cluster can give, provoked on it: named, and the old release goes on serving.
    @Suite(.enabled(if: Cluster.isThere, "apps run on no cluster here")) struct ClusterFailureTests {
        private func provoke(
            _ reason: String, _ words: String..., change: JSONValue? = nil, bad: (Platform) throws -> [String: String]
        ) async throws -> JSONValue {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "the old one"))
            let app = try await App(api, platform, project: project, "app", Samples.settings(repository))
            let good = try await app.deploy()
            try await app.ended(good, as: "live")
            let commit = try repository.commit("Break it", bad(platform))
            if let change { try await api.expect(200, "PATCH", "apps/\(app.id)", change) }
            let outcome = try await Load.during(app, rate: 50) {
                let failed = try await app.ended(app.deploy(), as: "failed", within: .seconds(120))
                #expect(failed["failure"]?["reason"]?.string == reason, "\(failed.encoded())")
                let sentence = failed["failure"]?["message"]?.string ?? ""
                for word in words { #expect(sentence.contains(word), "“\(sentence)” has no “\(word)”") }
                try await Task.sleep(for: .seconds(2))
            }
            #expect(outcome.failures.isEmpty, "\(outcome.failures.count) failed of \(outcome.answered): \(outcome.failures.prefix(3))")
            let failed = try await api.expect(200, "GET", "apps/\(app.id)/deployments?limit=1")["items"]?[0] ?? .null
            try await app.says("the old one")
            let state = try await eventually("the app knows", { try await app.state() }, until: { $0["latest_deployment"]?["status"]?.string == "failed" })
            #expect(state["status"]?.string == "live" && state["current_deployment_id"]?.string == good)
            #expect(state["held_commit"]?.string == commit)
            // Nothing of the failed release goes on running.
            try await app.serving(1)
            try await api.expect(202, "DELETE", "apps/\(app.id)")
            return failed
        }

        private func web(_ script: String) -> (Platform) throws -> [String: String] {
            { platform in try Samples.web(platform, page: "x", extra: ["run.sh": script]) }
        }

        @Test(.timeLimit(.minutes(4)))
        func `a crash is told with its code and its last words`() async throws {
            let failed = try await provoke("container_exited", "7", bad: web("echo the database is missing >&2; exit 7"))
            #expect(failed["failure"]?["details"]?.string?.contains("the database is missing") == true)
        }

        @Test(.timeLimit(.minutes(4)))
        func `memory that runs out`() async throws {
            _ = try await provoke("out_of_memory", "32", change: ["run": ["memory": "32Mi"]], bad: web("a=x; while true; do a=$a$a; done"))
        }

        @Test(.timeLimit(.minutes(4)))
        func `a port where nobody listens`() async throws {
            _ = try await provoke("port_not_listening", "8080", bad: web("mkdir -p /tmp/w && exec busybox httpd -f -p 3000 -h /tmp/w"))
        }

        @Test(.timeLimit(.minutes(4)))
        func `a health path that answers wrongly`() async throws {
            _ = try await provoke(
                "not_ready", "/absent", "404", change: ["run": ["health_path": "/absent"]],
                bad: web("mkdir -p /tmp/w && exec busybox httpd -f -p $PORT -h /tmp/w"))
        }

        @Test(.timeLimit(.minutes(4)))
        func `a command that is not in the image`() async throws {
            _ = try await provoke("container_exited", "/bin/absent", "no such file") { platform in
                try Samples.web(platform, page: "x", extra: ["Dockerfile": "FROM \(try platform.baseImage("static"))\nCMD [\"/bin/absent\"]\n"])
            }
        }

        @Test(.timeLimit(.minutes(4)))
        func `more than any node has`() async throws {
            _ = try await provoke("unschedulable", "256", change: ["run": ["cpu": "256"]], bad: web("exit 0"))
        }

        @Test(.timeLimit(.minutes(4)))
        func `more than the project may have`() async throws {
            _ = try await provoke("quota_exceeded", "memory", change: ["run": ["memory": "300Gi"]], bad: web("exit 0"))
        }

        @Test(.timeLimit(.minutes(4)))
        func `an image that is not there`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let image = "\(platform.registry)/nowhere/absent:1"
            let app = try await App(api, platform, project: project, "app", ["build": ["method": "image", "image": .string(image)]])
            let failed = try await app.ended(app.deploy(), as: "failed")
            #expect(failed["failure"]?["reason"]?.string == "image_pull_failed", "\(failed.encoded())")
            #expect(try await app.state()["status"]?.string == "failed")
        }
    }
}
