import Core
import Foundation
import Testing
import TestSupport

extension System {
    /// A cluster goes on without Slipway, and Slipway without a cluster: what either finds when it is back.
    @Suite(.enabled(if: Cluster.isThere, "apps run on no cluster here")) struct ClusterOutageTests {
        @Test(.timeLimit(.minutes(6)))
        func `whatever is changed in a minute without the deploy service is undone when it is back`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "the old one"))
            func live(_ name: String) async throws -> AppInCluster {
                let app = try await App(api, platform, project: project, name, Samples.settings(repository))
                try await app.ended(app.deploy(), as: "live")
                return try await AppInCluster(app, named: name)
            }
            let (edited, lost) = (try await live("edited"), try await live("lost"))
            try await api.expect(200, "PUT", "apps/\(edited.app.id)/scale", ["min": 2, "max": 3, "cpu_percent": 50])
            try await eventually("there is an autoscaler", within: .seconds(30)) { try await edited.object("hpa") } until: { !$0.isNull }
            let before = try await Everything.of([edited, lost])

            try await Outage.service("deploy", platform) {
                let clock = ContinuousClock()
                let end = clock.now + .seconds(60)
                for (kind, patch) in [
                    ("deploy", ["spec": ["minReadySeconds": 90], "metadata": ["labels": ["slipway.release": "99"]]]),
                    ("svc", ["spec": ["ports": [["port": 81, "targetPort": 81]]]]), ("ing", ["spec": ["rules": [["host": "stolen.example"]]]]),
                    ("hpa", ["spec": ["maxReplicas": 9]]), ("pdb", ["spec": ["maxUnavailable": 2]]),
                ] as [(String, JSONValue)] { try await edited.edit(kind, patch) }
                for kind in ["cm", "secret"] {
                    for name in try await edited.names(kind) { try await edited.edit(kind, ["metadata": ["labels": ["app.kubernetes.io/name": "other"]]], name) }
                }
                for kind in ["deploy", "svc", "ing", "cm", "secret"] {
                    for name in try await lost.names(kind) { try await lost.cluster.kubectl("delete", kind, name, "-n", lost.namespace, "--wait=false") }
                }
                try await lost.edit("quota", ["spec": ["hard": ["pods": "0"]]], "slipway")
                try await lost.edit("networkpolicy", ["spec": ["policyTypes": ["Ingress"]]], "slipway")
                for (kind, name) in [("limits", "slipway"), ("sa", "slipway-app")] {
                    try await lost.cluster.kubectl("delete", kind, name, "-n", lost.namespace, "--wait=false")
                }
                try await lost.cluster.kubectl("label", "ns", lost.namespace, "pod-security.kubernetes.io/enforce=privileged", "--overwrite")
                try await clock.sleep(until: end)
            }
            let back = ContinuousClock.now
            try await eventually("everything is as it was", within: .seconds(90), every: .milliseconds(250)) { try await Everything.of([edited, lost]) } until: {
                $0 == before
            }
            print("  all of it was as before \((ContinuousClock.now - back).milliseconds) ms after the deploy service was started again")
            try await lost.app.says("the old one", within: .seconds(60))
            try await edited.app.says("the old one", within: .seconds(60))
            for shop in [edited, lost] { try await api.expect(202, "DELETE", "apps/\(shop.app.id)") }
        }

        @Test(.timeLimit(.minutes(5)), .enabled(if: Given.restart != nil, "no command restarts the API server here: RESTART_API_SERVER=…"))
        func `the API server is restarted in the middle of a rollout`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "the old one"))
            let app = try await App(api, platform, project: project, "rolled", Samples.settings(repository, run: ["instances": 3]))
            let good = try await app.deploy()
            try await app.ended(good, as: "live")
            _ = try repository.commit("Another page", Samples.web(platform, page: "the new one"))
            let seen = Seen()
            let outcome = try await Load.during(app, rate: 50) {
                let deployment = try await app.deploy()
                let reader = Task { await seen.watch(app, deployment) }
                try await eventually("it rolls out", within: .seconds(60), every: .milliseconds(50)) {
                    try await api.expect(200, "GET", "deployments/\(deployment)/timeline")["items"]?.array ?? []
                } until: { $0.contains { $0["step"]?.string == "rollout" && $0["state"]?.string == "running" } }
                try await Given.restartServer()
                try await app.ended(deployment, as: "live", within: .seconds(180))
                reader.cancel()
            }
            #expect(outcome.failures.isEmpty, "\(outcome.failures.count) failed of \(outcome.answered): \(outcome.failures.prefix(3))")
            let (deployment, whole) = (await seen.deployment, await seen.app)
            #expect(deployment.isSubset(of: ["pending", "building", "deploying", "live"]))
            #expect(whole == ["live"])
            try await app.says("the new one")
            try await app.serving(3)
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }

        @Test(.timeLimit(.minutes(5)), .enabled(if: Given.restart != nil, "no command restarts the API server here: RESTART_API_SERVER=…"))
        func `the API server is restarted while a log is followed`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let numbers = 2_000
            let script = """
                mkdir -p /tmp/www
                (i=0; while [ $i -lt \(numbers) ]; do i=$((i + 1)); echo "number $i"; sleep 0.02; done) &
                exec busybox httpd -f -p "$PORT" -h /tmp/www
                """
            let repository = try Repository(platform, Samples.dockerfile(platform, script))
            let app = try await App(api, platform, project: project, "followed", Samples.settings(repository))
            try await app.ended(app.deploy(), as: "live")
            let follower = Task { try await LineFollower.read(app, until: "number \(numbers)") }
            defer { follower.cancel() }
            try await eventually("it is followed", within: .seconds(30)) {
                try await api.expect(200, "GET", "apps/\(app.id)/logs?limit=5&source=instance")["items"]?.array ?? []
            } until: { $0.contains { $0["message"]?.string?.hasPrefix("number") == true } }
            try await Given.restartServer()
            let followed = try await follower.value
            let wanted = (1...numbers).map { "number \($0)" }
            #expect(followed.filter { $0.hasPrefix("number") } == wanted, "what was followed")
            let stored = try await LineFollower.history(app).filter { $0.hasPrefix("number") }
            #expect(stored == wanted, "what was stored: \(stored.count) of \(numbers)")
            #expect(try await app.state()["status"]?.string == "live")
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }
    }
}

extension System {
    /// On a class of the suite's own, behind which there may be no controller: nobody else's traffic goes by it.
    @Suite(.enabled(if: Cluster.isThere && Given.ingressClass != nil, "there is no ingress class that may be taken away")) struct ClusterClassTests {
        @Test(.timeLimit(.minutes(4)))
        func `an ingress class that is gone is named, and what ran runs on`() async throws {
            let name = Given.ingressClass ?? ""
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "the old one"))
            let app = try await App(api, platform, project: project, "inside", Samples.settings(repository))
            let good = try await app.deploy()
            try await app.ended(good, as: "live")
            _ = try repository.commit("Another page", Samples.web(platform, page: "the new one"))
            let cluster = try #require(try Cluster.of(platform))
            let kept = try await cluster.object("ingressclass", name)
            try await cluster.kubectl("delete", "ingressclass", name)
            let begun = ContinuousClock.now
            let result: Result<JSONValue, any Error>
            do { result = .success(try await app.ended(app.deploy(), as: "failed")) } catch { result = .failure(error) }
            let took = ContinuousClock.now - begun
            try await cluster.create(kept)
            let failure = try result.get()["failure"]
            #expect(failure?["reason"]?.string == "policy_refused", "\(failure?.encoded() ?? "")")
            #expect(failure?["message"]?.string?.contains(name) == true)
            print("  policy_refused, no ingress class: named \(took.milliseconds) ms after the deployment was asked for, its build in them")
            let state = try await app.state()
            #expect(state["status"]?.string == "live" && state["current_deployment_id"]?.string == good)
            try await app.serving(1)
            let there = try await AppInCluster(app, named: "inside")
            #expect(try await there.object("deploy")["metadata"]?["labels"]?["slipway.deployment"]?.string == good)
            try await app.ended(app.deploy(["force": true]), as: "live")
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }
    }
}

/// What whoever runs the suite has given it, beside a cluster.
enum Given {
    /// A class of the suite's own, which may be taken away.
    static let ingressClass = filled("SLIPWAY_TEST_INGRESS_CLASS")
    /// A command that restarts the API server, and ends when it may still be away.
    static let restart = filled("SLIPWAY_TEST_RESTART_APISERVER")

    private static func filled(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What the command leaves running inherits everything of it, so its end is told by a file.
    static func restartServer() async throws {
        let file = NSTemporaryDirectory() + "slipway-restart-\(Hex.encode(Random.bytes(6)))"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "(\(restart ?? "true")) < /dev/null > /dev/null 2>&1; echo $? > \(file).new; mv \(file).new \(file)"]
        try process.run()
        let status = try await eventually("\(restart ?? "") ends", within: .seconds(120)) { try? String(contentsOfFile: file, encoding: .utf8) } until: { $0 != nil }
        guard status?.trimmingCharacters(in: .whitespacesAndNewlines) == "0" else {
            throw Cluster.Failed(description: "\(restart ?? "") exited with \(status ?? "")")
        }
    }
}

/// Every status that a person could have read of an app and a deployment of it.
actor Seen {
    private(set) var deployment: Set<String> = []
    private(set) var app: Set<String> = []

    func watch(_ app: App, _ id: String) async {
        while !Task.isCancelled {
            if let status = try? await app.deployment(id)["status"]?.string { deployment.insert(status) }
            if let status = try? await app.state()["status"]?.string { self.app.insert(status) }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }
}
