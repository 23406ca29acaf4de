import Core
import HTTPClient
import Testing
import TestSupport

extension System {
    /// Every reason that the engine can meet, provoked by a real repository or image; the old release goes on serving.
    @Suite struct FailureTests {
        /// Deploys `good`, then `bad` over it: fails for `reason`, in a sentence that has `words`, and the old one serves.
        private func provoke(
            _ reason: String, _ words: String..., within: Duration = .seconds(60), settings: JSONValue? = nil, change: JSONValue? = nil,
            bad: (Platform) throws -> [String: String]
        ) async throws -> JSONValue {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "the old one"))
            let app = try await App(api, platform, project: project, "app", settings ?? Samples.settings(repository))
            let good = try await app.deploy()
            try await app.ended(good, as: "live")
            _ = try repository.commit("Break it", bad(platform))
            if let change { try await api.expect(200, "PATCH", "apps/\(app.id)", change) }
            let failed = try await app.ended(app.deploy(), as: "failed", within: within)
            #expect(failed["failure"]?["reason"]?.string == reason, "\(failed.encoded())")
            let sentence = failed["failure"]?["message"]?.string ?? ""
            for word in words { #expect(sentence.contains(word), "“\(sentence)” has no “\(word)”") }
            try await app.says("the old one")
            let state = try await eventually("the app knows", { try await app.state() }, until: { $0["latest_deployment"]?["status"]?.string == "failed" })
            #expect(state["status"]?.string == "live")
            #expect(state["current_deployment_id"]?.string == good)
            try await api.expect(202, "DELETE", "apps/\(app.id)")
            return failed
        }

        @Test func `a wrong port is told with both numbers`() async throws {
            _ = try await provoke("port_not_listening", "3000", "8080") { platform in
                try Samples.web(platform, page: "x", extra: ["run.sh": "mkdir -p /tmp/w && exec busybox httpd -f -p 3000 -h /tmp/w"])
            }
        }

        @Test func `a container that exits is told with its code and its last words`() async throws {
            let failed = try await provoke("container_exited", "7") { platform in
                try Samples.web(platform, page: "x", extra: ["run.sh": "echo the database is missing >&2; exit 7"])
            }
            #expect(failed["failure"]?["details"]?.string?.contains("the database is missing") == true)
        }

        @Test func `a container that needs more memory than it may have`() async throws {
            _ = try await provoke("out_of_memory", "32", change: ["run": ["memory": "32Mi"]]) { platform in
                try Samples.web(platform, page: "x", extra: ["run.sh": "a=x; while true; do a=$a$a; done"])
            }
        }

        @Test func `a health path that answers 500`() async throws {
            _ = try await provoke("not_ready", "/cgi-bin/health", "500", within: .seconds(100), change: ["run": ["health_path": "/cgi-bin/health"]]) { platform in
                try Samples.web(
                    platform, page: "x",
                    extra: [
                        "run.sh": """
                        mkdir -p /tmp/www/cgi-bin
                        printf '#!/bin/sh\\nprintf "Status: 500 No\\\\r\\\\nContent-Type: text/plain\\\\r\\\\n\\\\r\\\\nno"\\n' > /tmp/www/cgi-bin/health
                        chmod +x /tmp/www/cgi-bin/health
                        exec busybox httpd -f -p "$PORT" -h /tmp/www
                        """
                    ])
            }
        }

        @Test func `a build that fails is told with its last lines`() async throws {
            let failed = try await provoke("build_failed", "exit") { platform in
                try Samples.web(platform, page: "x", extra: ["Dockerfile": "FROM \(try platform.baseImage("static"))\nRUN echo compiling; echo no such module >&2; exit 3\n"])
            }
            #expect(failed["failure"]?["details"]?.string?.contains("no such module") == true)
        }

        @Test func `nothing that says how to build`() async throws {
            _ = try await provoke("plan_failed", "Looked for", change: ["source": ["root_directory": "empty"], "build": ["method": "auto"]]) { _ in
                ["empty/readme.txt": "nothing here"]
            }
        }

        @Test func `a branch that is not there, with those that are`() async throws {
            _ = try await provoke("ref_not_found", "mian", "main", change: ["source": ["branch": "mian"]]) { _ in [:] }
        }

        @Test func `a host that does not answer`() async throws {
            _ = try await provoke("source_unreachable", "127.0.0.1", change: ["source": ["repository": "http://127.0.0.1:9/none.git"]]) { _ in [:] }
        }

        @Test func `a repository that asks for credentials`() async throws {
            let door = try ClosedDoor()
            let url = "http://127.0.0.1:\(door.port)/acme/shop.git"
            _ = try await provoke("source_auth_required", "asks for credentials", change: ["source": ["repository": .string(url)]]) { _ in [:] }
            withExtendedLifetime(door) {}
        }

        @Test func `a commit that is not there`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "x"))
            let app = try await App(api, platform, project: project, "none", Samples.settings(repository))
            let commit = String(repeating: "ab", count: 20)
            let failed = try await app.ended(app.deploy(["commit": .string(commit)]), as: "failed")
            #expect(failed["failure"]?["reason"]?.string == "ref_not_found", "\(failed.encoded())")
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }

        @Test func `an image that needs root`() async throws {
            _ = try await provoke("image_requires_root", "root") { platform in
                try Samples.web(platform, page: "x", extra: ["run.sh": "mkdir /var/mine || exit 1; exec busybox httpd -f -p \"$PORT\" -h /tmp"])
            }
        }

        @Test func `a start command that is not there`() async throws {
            _ = try await provoke("container_exited", "exited") { platform in
                try Samples.web(platform, page: "x", extra: ["Dockerfile": "FROM \(try platform.baseImage("static"))\nCMD [\"/no/such/program\"]\n"])
            }
        }

        @Test func `a build that does not end`() async throws {
            let failed = try await provoke("build_timeout", "longer than", within: .seconds(120)) { platform in
                try Samples.web(
                    platform, page: "x",
                    extra: ["Dockerfile": "FROM \(try platform.baseImage("static"))\nRUN [\"/bin/sh\", \"-c\", \"echo waiting for the mirror; sleep 600\"]\n"])
            }
            #expect(failed["failure"]?["details"]?.string?.contains("waiting for the mirror") == true, "\(failed.encoded())")
        }

        @Test func `an image that can't be stored`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "the old one"))
            let app = try await App(api, platform, project: project, "app", Samples.settings(repository))
            try await app.ended(app.deploy(), as: "live")
            // The base image comes from there too, so the registry goes when a step is under way.
            let base = try platform.baseImage("static")
            let dockerfile = "FROM \(base)\nRUN echo about to be stored; sleep 10\nWORKDIR /app\nCOPY . /app\nCMD [\"/bin/sh\", \"/app/run.sh\"]\n"
            _ = try repository.commit("Another page", Samples.web(platform, page: "the new one", extra: ["Dockerfile": dockerfile]))
            let deployment = try await app.deploy()
            try await eventually("its step runs", within: .seconds(60), every: .milliseconds(100)) {
                try await api.expect(200, "GET", "deployments/\(deployment)/logs?limit=200")["items"]?.array ?? []
            } until: { lines in lines.contains { $0["message"]?.string == "about to be stored" } }
            try await Outage.registry(platform) {
                let failed = try await app.ended(deployment, as: "failed", within: .seconds(100))
                #expect(failed["failure"]?["reason"]?.string == "push_failed", "\(failed.encoded())")
                try await app.says("the old one")
            }
            try await app.ended(app.deploy(), as: "live")
            try await app.says("the new one")
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }

        @Test func `another project's image`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "mine"))
            let theirs = try await App(api, platform, project: project, "theirs", Samples.settings(repository))
            let image = try #require(try await theirs.ended(theirs.deploy(), as: "live")["image"]?.string)
            let (stranger, elsewhere) = try await API.newcomer(platform)
            let app = try await App(stranger, platform, project: elsewhere, "app", ["build": ["method": "image", "image": .string(image)]])
            let failed = try await app.ended(app.deploy(), as: "failed")
            #expect(failed["failure"]?["reason"]?.string == "policy_refused", "\(failed.encoded())")
            try await api.expect(202, "DELETE", "apps/\(theirs.id)")
            try await stranger.expect(202, "DELETE", "apps/\(app.id)")
        }

        @Test func `another project's image, or this machine's files, whatever a Dockerfile calls them`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let theirs = try await App(api, platform, project: project, "theirs", Samples.settings(Repository(platform, Samples.web(platform, page: "mine"))))
            let image = try #require(try await theirs.ended(theirs.deploy(), as: "live")["image"]?.string)
            let known = try await HTTPClient().send(HTTPRequest(url: "http://engine/v1.41/images/\(image)/json", unixSocket: platform.engineSocket))
            let id = try #require(try JSONValue(parsing: known.body)["Id"]?.string).replacing("sha256:", with: "")
            let base = try platform.baseImage("static")
            let (stranger, elsewhere) = try await API.newcomer(platform)
            let here = "can't be built here"
            let takers = [
                ("FROM containers-storage:\(image)\n", here), ("FROM tarball:\(platform.home)/secrets/login\n", "rejected by policy"), ("FROM \(image)\n", "initializing source docker://"),
                ("FROM \(id.prefix(12))\n", "by ID"), ("FROM \(id)\n", "by ID"), ("FROM \(base)\nCOPY --from=\(id.prefix(12)) /app /app\n", "no stage or image found"),
                ("FROM \(base)\nRUN --mount=type=cache,id=../../../../../../../../../../../..,target=/machine cp /machine/etc/hostname /stolen\n", here),
                ("FROM \(base)\nRUN --mount=type=bind,from=\(id.prefix(12)),target=/theirs cp -r /theirs/app /app\n", here),
            ]
            let repository = try Repository(platform, ["Dockerfile": takers[0].0])
            let app = try await App(stranger, platform, project: elsewhere, "taker", Samples.settings(repository))
            for (number, (dockerfile, words)) in takers.enumerated() {
                if number > 0 { _ = try repository.commit("Try \(number)", ["Dockerfile": dockerfile]) }
                let failed = try await app.ended(app.deploy(), as: "failed")
                #expect(failed["failure"]?.encoded().contains(words) == true, "\(dockerfile): \(failed.encoded())")
            }
            // Nor does it run as it is: an engine takes a short name for the beginning of an id as well.
            for name in [String(id.prefix(12)), id] {
                let short = try await App(stranger, platform, project: elsewhere, "short-\(name.count)", ["build": ["method": "image", "image": .string(name)]])
                let failed = try await short.ended(short.deploy(), as: "failed")
                #expect(failed["failure"]?["reason"]?.string == "image_pull_failed", "\(failed.encoded())")
                try await stranger.expect(202, "DELETE", "apps/\(short.id)")
            }
            try await api.expect(202, "DELETE", "apps/\(theirs.id)")
            try await stranger.expect(202, "DELETE", "apps/\(app.id)")
        }

        @Test func `an image that is not there`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let own = try #require(try await api.expect(200, "GET", "projects/\(project)")["id"]?.string)
            let app = try await App(
                api, platform, project: project, "gone",
                ["build": ["method": "image", "image": .string("\(platform.registry)/\(own)/such:image")]])
            let failed = try await app.ended(app.deploy(), as: "failed", within: .seconds(60))
            #expect(failed["failure"]?["reason"]?.string == "image_pull_failed", "\(failed.encoded())")
            try await eventually("the app failed", { try await app.state() }, until: { $0["status"]?.string == "failed" || $0["status"]?.string == "new" })
        }
    }
}
