import Core
import Foundation
import Testing
import TestSupport

extension System {
    /// What only a cluster can show: objects that are undone, left alone, gone.
    @Suite(.enabled(if: Cluster.isThere, "apps run on no cluster here")) struct ClusterTests {
        private func live(_ name: String, _ change: JSONValue = [:], script: String? = nil) async throws -> (AppInCluster, Repository) {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "the old one", extra: script.map { ["run.sh": $0] } ?? [:]))
            let app = try await App(api, platform, project: project, name, Samples.settings(repository, run: change))
            try await app.ended(app.deploy(), as: "live")
            return (try await AppInCluster(app, named: name), repository)
        }

        @Test(.timeLimit(.minutes(5)))
        func `whatever is deleted comes back`() async throws {
            let (shop, _) = try await live("deleted", ["instances": 2])
            try await shop.app.says("the old one")
            let repairs = Repairs()
            for kind in ["deploy", "svc", "ing", "cm", "secret", "pdb"] {
                let names = try await shop.names(kind)
                #expect(!names.isEmpty, "there is no \(kind)")
                for name in names {
                    let before = try await shop.object(kind, name)["metadata"]?["uid"]
                    try await shop.cluster.kubectl("delete", kind, name, "-n", shop.namespace, "--wait=false")
                    try await repairs.time("\(kind) \(name)") {
                        try await eventually("\(kind) \(name) is back", within: .seconds(40)) { try await shop.object(kind, name) } until: {
                            $0["metadata"]?["uid"] != nil && $0["metadata"]?["uid"] != before && $0["metadata"]?["deletionTimestamp"] == nil
                        }
                    }
                }
            }
            for (kind, name) in [("quota", "slipway"), ("limits", "slipway"), ("networkpolicy", "slipway"), ("sa", "slipway-app")] {
                try await shop.cluster.kubectl("delete", kind, name, "-n", shop.namespace, "--wait=false")
                try await repairs.time("\(kind) \(name)") {
                    try await eventually("\(kind) \(name) is back", within: .seconds(20)) { try await shop.object(kind, name) } until: { !$0.isNull }
                }
            }
            print("  deleted and back: \(repairs)")
            try await shop.app.says("the old one", within: .seconds(60))
            #expect(try await shop.app.state()["status"]?.string == "live")
        }

        @Test(.timeLimit(.minutes(3)))
        func `whatever is edited is undone, and what others add stays`() async throws {
            let (shop, _) = try await live("edited")
            // Somebody else's label, annotation and finalizer-free words are none of our business.
            try await shop.edit("deploy", ["metadata": ["labels": ["team": "web"], "annotations": ["note": "hello"]]])
            let edits: [(String, JSONValue, @Sendable (JSONValue) -> Bool)] = [
                ("deploy", ["spec": ["replicas": 4]], { $0["spec"]?["replicas"]?.int == 1 }),
                ("deploy", ["spec": ["minReadySeconds": 90]], { $0["spec"]?["minReadySeconds"]?.int != 90 }),
                ("deploy", ["metadata": ["labels": ["slipway.release": "99"]]], { $0["metadata"]?["labels"]?["slipway.release"]?.string == "1" }),
                ("svc", ["spec": ["ports": [["port": 81, "targetPort": 81]]]], { $0["spec"]?["ports"]?[0]?["port"]?.int == 80 }),
                ("ing", ["spec": ["rules": [["host": "stolen.example"]]]], { $0["spec"]?["rules"]?[0]?["host"]?.string != "stolen.example" }),
            ]
            let repairs = Repairs()
            for (kind, patch, isUndone) in edits {
                try await shop.edit(kind, patch)
                try await repairs.time(kind) {
                    try await eventually("\(patch.encoded()) of \(kind) is undone", within: .seconds(20)) { try await shop.object(kind) } until: { isUndone($0) }
                }
            }
            try await shop.edit("quota", ["spec": ["hard": ["pods": "0"]]], "slipway")
            try await repairs.time("quota") {
                try await eventually("the quota is as it was", within: .seconds(20)) { try await shop.object("quota", "slipway") } until: {
                    $0["spec"]?["hard"]?["pods"]?.string != "0"
                }
            }
            try await shop.cluster.kubectl("label", "ns", shop.namespace, "pod-security.kubernetes.io/enforce=privileged", "--overwrite")
            try await repairs.time("namespace") {
                try await eventually("the wall is as it was", within: .seconds(20)) { try await shop.cluster.object("ns", shop.namespace) } until: {
                    $0["metadata"]?["labels"]?["pod-security.kubernetes.io/enforce"]?.string == "restricted"
                }
            }
            print("  edited and undone: \(repairs)")
            let deployment = try await shop.object("deploy")["metadata"]
            #expect(deployment?["labels"]?["team"]?.string == "web")
            #expect(deployment?["annotations"]?["note"]?.string == "hello")
            try await shop.app.says("the old one", within: .seconds(60))
        }

        @Test(.timeLimit(.minutes(3)))
        func `a crash of an instance is told, and its usage is shown`() async throws {
            let (shop, _) = try await live("crash", script: """
                rm -f /tmp/fall && mkdir -p /tmp/www && cp /app/page.html /tmp/www/index.html
                trap 'exit 0' TERM
                busybox httpd -f -p "$PORT" -h /tmp/www &
                while [ ! -e /tmp/fall ]; do sleep 0.2; done
                echo "the last words"
                exit 7
                """)
            let api = shop.app.api
            @Sendable func instances() async throws -> [JSONValue] { try await api.expect(200, "GET", "apps/\(shop.app.id)/instances")["items"]?.array ?? [] }
            @Sendable func lines(_ source: String) async throws -> [String] {
                let items = try await api.expect(200, "GET", "apps/\(shop.app.id)/logs?limit=200")["items"]?.array ?? []
                return items.filter { $0["source"]?.string == source }.compactMap { $0["message"]?.string }
            }
            if try await shop.cluster.measures() {
                try await eventually("its usage is shown", within: .seconds(60), { try await instances() }) { instances in
                    instances.contains { $0["usage"]?["memory_bytes"]?.int ?? 0 > 0 }
                }
            }
            let pod = try #require(try await shop.names("pod").first)
            try await shop.cluster.kubectl("exec", pod, "-n", shop.namespace, "--", "/bin/busybox", "touch", "/tmp/fall")
            try await eventually("its end is told", within: .seconds(60), { try await lines("platform") }) { $0.contains { $0.contains("exited with 7") } }
            try await eventually("its last words are kept", within: .seconds(30), { try await lines("instance") }) { $0.contains("the last words") }
            try await eventually("it was started again, and serves", within: .seconds(60), { try await instances() }) { instances in
                instances.contains { $0["state"]?.string == "serving" && $0["restarts"]?.int == 1 }
            }
            try await shop.app.says("the old one", within: .seconds(30))
            // Once each, and nothing of a Pod that is read to its end is called missing.
            #expect(try await lines("instance").count { $0 == "the last words" } == 1)
            #expect(try await lines("platform").count { $0.contains("exited with 7") } == 1)
            #expect(try await !lines("platform").contains { $0.contains("may be missing") })
        }

        @Test(.timeLimit(.minutes(3)))
        func `an autoscaler chooses between two numbers, and its choice is left alone`() async throws {
            let (shop, _) = try await live("ranged")
            let api = shop.app.api
            let answer = try await api.expect(200, "PUT", "apps/\(shop.app.id)/scale", ["min": 1, "max": 4, "cpu_percent": 50])
            #expect(answer["autoscale"]?["max"]?.int == 4)
            try await eventually("there is an autoscaler", within: .seconds(20)) { try await shop.object("hpa") } until: {
                $0["spec"]?["minReplicas"]?.int == 1 && $0["spec"]?["maxReplicas"]?.int == 4
            }
            #expect(!(try await shop.object("pdb")).isNull)
            // Somebody who owns the number: it stays, through a pass that mends something else.
            try await shop.cluster.kubectl("scale", "deploy", "ranged", "-n", shop.namespace, "--replicas=3")
            try await shop.edit("deploy", ["spec": ["minReadySeconds": 77]])
            try await eventually("what was edited is undone", within: .seconds(20)) { try await shop.object("deploy") } until: {
                $0["spec"]?["minReadySeconds"]?.int != 77
            }
            #expect((try await shop.object("deploy"))["spec"]?["replicas"]?.int == 3)
            try await shop.app.serving(3)
            // A change of the variables rolls out over as many as there are.
            let patched = try await api.expect(
                200, "PATCH", "apps/\(shop.app.id)/env", ["variables": ["GREETING": ["value": "hi"]], "deploy": true])
            try await shop.app.ended(patched["deployment"]?["id"]?.string ?? "", as: "live")
            #expect((try await shop.object("deploy"))["spec"]?["replicas"]?.int ?? 0 >= 1)
            // A number again: the autoscaler goes, and the number holds.
            try await api.expect(200, "PUT", "apps/\(shop.app.id)/scale", ["instances": 2])
            try await eventually("there is none", within: .seconds(20)) { try await shop.object("hpa") } until: { $0.isNull }
            try await shop.app.serving(2)
            #expect(try await eventually("the app says so", { try await shop.app.state() }, until: { $0["autoscale"]?.isNull == true })["instances"]?.int == 2)
        }

        @Test(.timeLimit(.minutes(5)))
        func `nothing of a project is left when its last app is gone, and it may begin anew`() async throws {
            let (shop, repository) = try await live("gone")
            let api = shop.app.api
            try await api.expect(202, "DELETE", "apps/\(shop.app.id)")
            try await eventually("the app is gone", within: .seconds(90)) { try await api.call("GET", "apps/\(shop.app.id)").status == 404 }
            try await Leftovers.expectNone(shop.app.platform, app: shop.app.id)
            let project = try await api.expect(200, "GET", "projects")["items"]?[0]?["name"]?.string ?? ""
            let again = try await App(api, shop.app.platform, project: project, "gone", Samples.settings(repository))
            try await again.ended(again.deploy(), as: "live")
            try await again.says("the old one", within: .seconds(30))
            try await api.expect(202, "DELETE", "apps/\(again.id)")
            try await eventually("the namespace is gone", within: .seconds(120)) { try await shop.cluster.object("ns", shop.namespace) } until: { $0.isNull }
        }
    }
}
