import Core
import Testing
import TestSupport

extension System {
    /// Every reason that a cluster can give, provoked on it: named soon after the cluster knows it, and the old release goes on serving.
    @Suite(.enabled(if: Cluster.isThere, "apps run on no cluster here")) struct ClusterFailureTests {
        /// How a cluster tells of it first: the reasons of its events, and a word in them.
        struct Sign {
            var reasons: Set<String> = []
            var word = ""
            /// By the Pod itself: its container has ended.
            var isEnd = false
            /// The sentence stands in the timeline before the deadline decides: a word of it.
            var early: String?

            static let end = Sign(isEnd: true)
            static let refusal = Sign(reasons: ["FailedCreate"])
        }

        /// Far beyond what is promised, which is ten seconds and is printed: a machine under test may be slow.
        private static let bound = Duration.seconds(30)

        private func provoke(
            _ reason: String, _ words: String..., known sign: Sign, change: JSONValue? = nil,
            before: (AppInCluster) async throws -> Void = { _ in }, bad: (Platform) throws -> [String: String]
        ) async throws -> JSONValue {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "the old one"))
            let app = try await App(api, platform, project: project, "app", Samples.settings(repository))
            let good = try await app.deploy()
            try await app.ended(good, as: "live")
            let there = try await AppInCluster(app, named: "app")
            try await before(there)
            let commit = try repository.commit("Break it", bad(platform))
            if let change { try await api.expect(200, "PATCH", "apps/\(app.id)", change) }
            let begun = Timestamp.now()
            let ends = try ContainerEnds(there.cluster, namespace: there.namespace)
            defer { ends.end() }
            let naming = Naming()
            let outcome = try await Load.during(app, rate: 50) {
                let deployment = try await app.deploy()
                let reader = Task { if let early = sign.early { await naming.watch(app, deployment, for: early) } }
                let failed = try await app.ended(deployment, as: "failed", within: .seconds(120))
                reader.cancel()
                await naming.note(failed["finished_at"]?.string.flatMap { Timestamp(rfc3339: $0) } ?? .now())
                #expect(failed["failure"]?["reason"]?.string == reason, "\(failed.encoded())")
                let sentence = failed["failure"]?["message"]?.string ?? ""
                for word in words { #expect(sentence.contains(word), "“\(sentence)” has no “\(word)”") }
                try await Task.sleep(for: .seconds(2))
            }
            #expect(outcome.failures.isEmpty, "\(outcome.failures.count) failed of \(outcome.answered): \(outcome.failures.prefix(3))")
            let named = try #require(await naming.at)
            let since = begun.adding(.seconds(-1))
            let known = sign.isEnd
                ? try ends.first(since: since)
                : try await Knowledge(cluster: there.cluster, namespace: there.namespace).first(sign.reasons, sign.word, since: since)
            try judge(reason, known, named)
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

        private func judge(_ reason: String, _ known: Timestamp?, _ named: Timestamp) throws {
            let knew = try #require(known, "nothing that the cluster said tells it")
            print("  \(reason): the cluster told it at \(knew.rfc3339), Slipway named it at \(named.rfc3339): \((named - knew).milliseconds) ms later")
            #expect(named - knew < Self.bound)
        }

        private func web(_ script: String) -> (Platform) throws -> [String: String] {
            { platform in try Samples.web(platform, page: "x", extra: ["run.sh": script]) }
        }

        @Test(.timeLimit(.minutes(4)))
        func `a crash is told with its code and its last words`() async throws {
            let failed = try await provoke("container_exited", "7", known: .end, bad: web("echo the database is missing >&2; exit 7"))
            #expect(failed["failure"]?["details"]?.string?.contains("the database is missing") == true)
        }

        @Test(.timeLimit(.minutes(4)))
        func `memory that runs out`() async throws {
            _ = try await provoke("out_of_memory", "32", known: .end, change: ["run": ["memory": "32Mi"]], bad: web("a=x; while true; do a=$a$a; done"))
        }

        @Test(.timeLimit(.minutes(4)))
        func `a port where nobody listens`() async throws {
            _ = try await provoke(
                "port_not_listening", "8080", known: Sign(reasons: ["Unhealthy"], word: "refused", early: "listens on port 8080"),
                bad: web("mkdir -p /tmp/w && exec busybox httpd -f -p 3000 -h /tmp/w"))
        }

        @Test(.timeLimit(.minutes(4)))
        func `a health path that answers wrongly`() async throws {
            _ = try await provoke(
                "not_ready", "/absent", "404", known: Sign(reasons: ["Unhealthy"], word: "404", early: "/absent answered 404"),
                change: ["run": ["health_path": "/absent"]], bad: web("mkdir -p /tmp/w && exec busybox httpd -f -p $PORT -h /tmp/w"))
        }

        @Test(.timeLimit(.minutes(4)))
        func `a command that is not in the image`() async throws {
            _ = try await provoke(
                "container_exited", "/bin/absent", "no such file", known: Sign(reasons: ["Failed"], word: "/bin/absent")
            ) { platform in
                try Samples.web(platform, page: "x", extra: ["Dockerfile": "FROM \(try platform.baseImage("static"))\nCMD [\"/bin/absent\"]\n"])
            }
        }

        @Test(.timeLimit(.minutes(4)))
        func `more than any node has`() async throws {
            _ = try await provoke("unschedulable", "256", known: Sign(reasons: ["FailedScheduling"]), change: ["run": ["cpu": "256"]], bad: web("exit 0"))
        }

        @Test(.timeLimit(.minutes(4)))
        func `more than the project may have`() async throws {
            _ = try await provoke("quota_exceeded", "memory", known: .refusal, change: ["run": ["memory": "300Gi"]], bad: web("exit 0"))
        }

        @Test(.timeLimit(.minutes(4)))
        func `an image that needs root`() async throws {
            _ = try await provoke(
                "image_requires_root", "root", known: .end, bad: web("mkdir /var/mine || exit 1; exec busybox httpd -f -p $PORT -h /tmp"))
        }

        @Test(.timeLimit(.minutes(4)))
        func `what Pod Security refuses`() async throws {
            // Somebody puts a container of theirs beside ours, and it asks for what nobody gets: no Pod can be made any more.
            let beside: JSONValue = [
                "name": "agent", "image": "agent.invalid/agent:1", "securityContext": ["privileged": true],
                "resources": ["limits": ["cpu": "10m", "memory": "16Mi"]],
            ]
            let failed = try await provoke(
                "policy_refused", "privileged", known: Sign(reasons: ["FailedCreate"], word: "violates PodSecurity"),
                before: { shop in
                    let patch: JSONValue = ["spec": ["template": ["spec": ["containers": [beside]]]]]
                    try await shop.cluster.kubectl(
                        "patch", "deploy", shop.name, "-n", shop.namespace, "--type=strategic", "--field-manager=agents", "-p", patch.encoded())
                }, bad: { try Samples.web($0, page: "the new one") })
            #expect(failed["failure"]?["details"]?.string?.contains("violates PodSecurity") == true, "\(failed.encoded())")
        }

        @Test(.timeLimit(.minutes(4)))
        func `an image that is not there`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let image = "\(platform.registry)/nowhere/absent:1"
            let app = try await App(api, platform, project: project, "app", ["build": ["method": "image", "image": .string(image)]])
            let failed = try await app.ended(app.deploy(), as: "failed")
            #expect(failed["failure"]?["reason"]?.string == "image_pull_failed", "\(failed.encoded())")
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }

        @Test(.timeLimit(.minutes(4)))
        func `an image that no node gets`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            // No registry that anybody reaches: only the nodes could know it, and they do not.
            let image = "registry.invalid/nowhere/absent:1"
            let app = try await App(api, platform, project: project, "app", ["build": ["method": "image", "image": .string(image)]])
            let begun = Timestamp.now()
            let failed = try await app.ended(app.deploy(), as: "failed", within: .seconds(200))
            #expect(failed["failure"]?["reason"]?.string == "image_pull_failed", "\(failed.encoded())")
            let cluster = try #require(try Cluster.of(platform))
            let namespace = try await cluster.namespace(ofProject: app.state()["project_id"]?.string ?? "")
            let named = failed["finished_at"]?.string.flatMap { Timestamp(rfc3339: $0) } ?? .now()
            let known = try await Knowledge(cluster: cluster, namespace: namespace).first(["Failed"], "registry.invalid", since: begun.adding(.seconds(-1)))
            try judge("image_pull_failed", known, named)
            #expect(try await eventually("the app knows", { try await app.state() }, until: { $0["status"]?.string == "failed" })["status"]?.string == "failed")
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }
    }
}
