import Core
import Foundation
import HTTPClient
import Testing
import TestSupport

extension System {
    /// Variables that builds see, on a real engine or in a cluster: there while an image is made, and nowhere afterwards.
    @Suite struct BuildVariableTests {
        private static let build = """
            RUN --mount=type=secret,id=TOKEN --mount=type=secret,id=PLAIN if [ -r /run/secrets/TOKEN ]; then T="$(busybox cat /run/secrets/TOKEN)"; fi; \
                echo "token: $T"; busybox printf '%s' "$T" | busybox base64; busybox printf '%s' "$T" | busybox sha256sum | busybox cut -c1-64 > /app/sum; \
                for f in /run/secrets/*; do busybox basename "$f"; done > /app/seen; FAIL
            """

        private func files(_ platform: Platform, end: String = "true") throws -> [String: String] {
            [
                "Dockerfile": """
                    FROM \(try platform.baseImage("static"))
                    WORKDIR /app
                    \(Self.build.replacing("FAIL", with: end))
                    COPY . /app
                    CMD ["/bin/sh", "-c", "exec busybox httpd -f -p $PORT -h /app"]
                    """,
            ]
        }

        @Test(.timeLimit(.minutes(6))) func `a secret is there while an image is made, and nowhere afterwards`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, try files(platform))
            let app = try await App(api, platform, project: project, "secretive", Samples.settings(repository))
            let (first, second) = (Canary(), Canary())
            func set(_ variables: JSONValue, deploy: Bool = false) async throws -> JSONValue {
                try await api.expect(200, "PATCH", "apps/\(app.id)/env", ["variables": variables, "deploy": .bool(deploy)])
            }
            _ = try await set(["TOKEN": ["value": .string(first.value), "secret": true, "build": true], "PLAIN": ["value": "for instances alone"]])
            let shown = try await api.expect(200, "GET", "apps/\(app.id)/env")["items"]?.array ?? []
            #expect(shown.map { "\($0["key"]?.string ?? "") \($0["build"]?.bool ?? false) \($0["value"]?.string ?? "-")" } == ["PLAIN false for instances alone", "TOKEN true -"])

            let cluster = try Cluster.builds ? Cluster.of(platform) : nil
            let ((built, objects), processes) = try await first.processes {
                try await first.objects(in: cluster) { try await app.ended(app.deploy(), as: "live", within: .seconds(180)) }
            }
            #expect(objects == [])
            try await app.says(first.sum, at: "/sum")
            try await app.says("TOKEN", at: "/seen")
            #expect(try await !app.get("/seen").body.contains("PLAIN"), "a variable that is not marked is not there")
            #expect(processes == [])
            let output = try await lines(api, built)
            #expect(output.contains("token: •••") && output.filter { $0 == "•••" }.count == 1, "\(output)")
            #expect(!output.contains { first.isIn($0) })
            try await nowhere(first, platform, api, built)

            // What builds do not see is no reason to build.
            let plain = try await set(["PLAIN": ["value": "other"]], deploy: true)
            let same = try await app.ended(plain["deployment"]?["id"]?.string ?? "", as: "live")
            #expect(same["build_id"] == built["build_id"] && same["image"] == built["image"])

            // What they see is, from the commit that is live.
            let changed = try await set(["TOKEN": ["value": .string(second.value)]], deploy: true)
            let again = try await app.ended(changed["deployment"]?["id"]?.string ?? "", as: "live")
            #expect(again["build_id"] != built["build_id"] && again["commit"] == built["commit"])
            try await app.says(second.sum, at: "/sum")
            try await nowhere(second, platform, api, again)
            let once = try await app.ended(app.deploy(), as: "live")
            #expect(once["build_id"] == again["build_id"], "the same commit with the same variables is built once")
            #expect(try await lines(api, again).contains("token: •••"), "no layer that another value made is used again")

            // One that the same value made is.
            _ = try repository.commit("Say more", ["more": "more"])
            let more = try await app.ended(app.deploy(), as: "live", within: .seconds(180))
            let cached = try await lines(api, more)
            #expect(cached.contains { $0.contains("Using cache") } && !cached.contains("token: •••"), "\(cached)")
            try await app.says("more", at: "/more")
            try await app.says(second.sum, at: "/sum")

            // A flag alone is a change of config, and one of builds.
            let unmarked = try await set(["TOKEN": ["build": false]], deploy: true)
            let without = try await app.ended(unmarked["deployment"]?["id"]?.string ?? "", as: "live")
            #expect(without["build_id"] != more["build_id"])
            try await app.says("*", at: "/seen")
            _ = try await set(["TOKEN": ["build": true]])
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }

        @Test(.timeLimit(.minutes(3))) func `a build that fails with a secret on its lips does not tell it`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, try files(platform, end: #"echo "bad token $T" >&2; exit 3"#))
            let app = try await App(api, platform, project: project, "loud", Samples.settings(repository))
            let canary = Canary()
            try await api.expect(200, "PUT", "apps/\(app.id)/env/TOKEN", ["value": .string(canary.value), "secret": true, "build": true])
            let failed = try await app.ended(app.deploy(), as: "failed")
            let message = failed["failure"]?["message"]?.string ?? ""
            #expect(message.contains("exited with 3") && message.contains("bad token •••"), "\(message)")
            #expect(!canary.isIn(failed.encoded()))
            #expect(try await !canary.isIn(api.expect(200, "GET", "apps/\(app.id)/deployments").encoded()))
            #expect(try canary.databases(platform) == [] && canary.files(below: platform.home + "/log") == [])
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }

        @Test(.timeLimit(.minutes(3))) func `a step that Slipway writes has it in its environment`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, ["page.txt": "x"])
            var settings = Samples.settings(repository, method: "command", run: ["command": "exec busybox httpd -f -p $PORT -h /app"])
            settings["build"] = [
                "method": "command", "base_image": .string(try platform.baseImage("static")),
                "command": #"echo "token: $TOKEN"; busybox printf '%s' "$TOKEN" | busybox sha256sum > sum; echo "${PLAIN-unset}" > plain"#,
            ]
            let app = try await App(api, platform, project: project, "written", settings)
            let canary = Canary()
            try await api.expect(200, "PUT", "apps/\(app.id)/env/TOKEN", ["value": .string(canary.value), "secret": true, "build": true])
            try await api.expect(200, "PUT", "apps/\(app.id)/env/PLAIN", ["value": "for instances"])
            let plan = try await api.expect(200, "GET", "apps/\(app.id)/plan")
            #expect(plan["decisions"]?.array?.last?["what"]?.string == "variables" && plan["decisions"]?.array?.last?["value"]?.string == "TOKEN", "\(plan.encoded())")
            let built = try await app.ended(app.deploy(), as: "live", within: .seconds(180))
            try await app.says(canary.sum, at: "/sum")
            try await app.says("unset", at: "/plain")
            let output = try await lines(api, built)
            #expect(output.contains("token: •••") && !output.contains { canary.isIn($0) }, "\(output)")
            try await nowhere(canary, platform, api, built)
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }

        private func lines(_ api: API, _ deployment: JSONValue) async throws -> [String] {
            let items = try await api.expect(200, "GET", "builds/\(deployment["build_id"]?.string ?? "")/logs?limit=200")["items"]?.array ?? []
            return items.compactMap { $0["message"]?.string }
        }

        private func nowhere(_ canary: Canary, _ platform: Platform, _ api: API, _ deployment: JSONValue) async throws {
            let image = deployment["image"]?.string ?? ""
            let http = HTTPClient()
            for what in Cluster.builds ? [] : ["json", "history"] {
                let answer = try await http.send(
                    HTTPRequest(url: "http://engine/v1.41/images/\(image)/\(what)", unixSocket: try platform.engineSocket, timeout: .seconds(30)))
                #expect(answer.status == 200 && !canary.isIn(answer.text), "\(what) of the image")
            }
            let blobs = try await canary.blobs(of: image, platform)
            #expect(blobs.found == [] && blobs.looked >= 3)
            if Cluster.builds {
                let cache = try await canary.cache(platform, project: deployment["project_id"]?.string ?? "")
                #expect(cache.found == [] && cache.looked >= 2)
            }
            let build = try await api.expect(200, "GET", "builds/\(deployment["build_id"]?.string ?? "")")
            #expect(!canary.isIn(build.encoded()))
            #expect(canary.files(below: platform.home + "/log") == [])
            #expect(canary.files(below: platform.home + "/work") == [])
            #expect(try canary.databases(platform) == [])
        }
    }
}

extension App {
    fileprivate func says(_ text: String, at path: String) async throws {
        try await eventually("\(url)\(path) says \(text)") { try await get(path) } until: { $0.status == 200 && $0.body.contains(text) }
    }
}
