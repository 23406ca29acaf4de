import Core
import Testing
import TestSupport

extension System {
    @Suite struct PathTests {
        @Test(.timeLimit(.minutes(8)))
        func `an app is deployed, changed, rolled back, scaled and deleted, and no request fails`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "edition one"))
            let app = try await App(api, platform, project: project, "shop", Samples.settings(repository))
            #expect(try await app.state()["status"]?.string == "new")

            // The first deployment.
            let first = try await app.deploy()
            let live = try await app.ended(first, as: "live")
            #expect(live["number"]?.int == 1)
            #expect(live["commit_message"]?.string?.hasPrefix("Begin") == true)
            #expect(live["image"]?.string?.contains("@sha256:") == true)
            try await app.says("edition one")
            #expect(try await eventually("the app is live", { try await app.state() }, until: { $0["status"]?.string == "live" })["current_deployment_id"]?.string == first)

            let outcome = try await Load.during(app) {
                // A changed variable: new config and release, no build.
                let patched = try await api.expect(
                    200, "PATCH", "apps/\(app.id)/env", ["variables": ["GREETING": ["value": "hello there", "secret": true]], "deploy": true])
                let config = try await app.ended(patched["deployment"]?["id"]?.string ?? "", as: "live")
                #expect(config["trigger"]?.string == "config")
                #expect(config["image"]?.string == live["image"]?.string)
                #expect(try await app.get("/greeting").body.contains("greeting=hello there"))
                let variables = try await api.expect(200, "GET", "apps/\(app.id)/env")["items"]?.array ?? []
                #expect(variables.first?["value"]?.isNull == true, "a secret's value is never shown")

                // A new commit.
                _ = try repository.commit("Second edition", ["page.html": "edition two"])
                let second = try await app.ended(app.deploy(), as: "live")
                #expect(second["image"]?.string != live["image"]?.string)
                try await app.says("edition two")

                // Back: no build, and pushes stay off.
                let builds = try await api.expect(200, "GET", "apps/\(app.id)/builds")["items"]?.array?.count
                let back = try await api.expect(202, "POST", "deployments/\(first)/rollback", [:])
                try await app.ended(back["id"]?.string ?? "", as: "live")
                try await app.says("edition one")
                #expect(try await api.expect(200, "GET", "apps/\(app.id)/builds")["items"]?.array?.count == builds)

                // Scale.
                let scaled = try await api.expect(200, "PUT", "apps/\(app.id)/scale", ["instances": 3])
                #expect(scaled["instances"]?.int == 3)
                try await app.serving(3)
                try await api.expect(202, "POST", "apps/\(app.id)/restart", [:])
                try await app.serving(3)
                try await api.expect(200, "PUT", "apps/\(app.id)/scale", ["instances": 1])
                try await app.serving(1)
            }
            #expect(outcome.failures.isEmpty, "\(outcome.failures.count) failed of \(outcome.answered): \(outcome.failures.prefix(5))")
            #expect(outcome.answered > 1000)

            // Lines of build, instance and platform, in one ascending sequence.
            let logs = try await api.expect(200, "GET", "apps/\(app.id)/logs?limit=200")
            let ids = logs["items"]?.array?.compactMap { $0["id"]?.string.flatMap(Int.init) } ?? []
            #expect(!ids.isEmpty && ids == ids.sorted())
            #expect(logs["items"]?.array?.contains { $0["message"]?.string?.contains("listening on") == true } == true)
            let build = try await api.expect(200, "GET", "deployments/\(first)/logs?limit=200")
            #expect(build["items"]?.array?.contains { $0["source"]?.string == "build" } == true)

            // Gone, all of it.
            try await api.expect(202, "DELETE", "apps/\(app.id)")
            try await eventually("nothing of the app is left", within: .seconds(90)) { try await api.call("GET", "apps/\(app.id)").status == 404 }
            try await eventually("its address answers no more", within: .seconds(5)) { try await app.get().status == 404 }
            try await Leftovers.expectNone(platform, app: app.id)
        }

        @Test(.timeLimit(.minutes(3)))
        func `the same commit is not built twice, and a followed branch deploys by itself`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "before"))
            let app = try await App(api, platform, project: project, "twice", Samples.settings(repository, autoDeploy: true))
            let first = try await app.ended(app.deploy(), as: "live")
            let second = try await app.ended(app.deploy(), as: "live")
            #expect(second["build_id"]?.string == first["build_id"]?.string)
            #expect(try await api.expect(200, "GET", "apps/\(app.id)/builds")["items"]?.array?.count == 1)

            let commit = try repository.commit("Moved on", ["page.html": "after"])
            try await app.says("after", within: .seconds(90))
            let latest = try await api.expect(200, "GET", "apps/\(app.id)/deployments?limit=1")["items"]?[0]
            #expect(latest?["trigger"]?.string == "poll")
            #expect(latest?["commit"]?.string == commit)
        }

        @Test(.timeLimit(.minutes(3)))
        func `a static site and an image need no Dockerfile`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, ["index.html": "plain page", "about/index.html": "about page"])
            let site = try await App(api, platform, project: project, "site", Samples.settings(repository, method: "static"))
            try await site.ended(site.deploy(), as: "live")
            try await site.says("plain page")
            #expect(try await site.get("/about/").body.contains("about page"))

            let image = try await App(
                api, platform, project: project, "image",
                ["build": ["method": "image", "image": .string(try platform.baseImage("static"))],
                 "run": ["command": "mkdir -p /tmp/w && echo from an image > /tmp/w/index.html && exec busybox httpd -f -p $PORT -h /tmp/w"]])
            let deployed = try await image.ended(image.deploy(), as: "live")
            #expect(deployed["commit"]?.isNull == true)
            try await image.says("from an image")
        }
    }
}

extension App {
    /// Exactly so many instances serve.
    func serving(_ count: Int) async throws {
        try await eventually("\(count) instances serve", within: .seconds(60), every: .milliseconds(200)) {
            try await api.expect(200, "GET", "apps/\(id)/instances")["items"]?.array ?? []
        } until: { instances in
            instances.filter { $0["state"]?.string == "serving" }.count == count && !instances.contains { $0["state"]?.string == "starting" }
        }
    }
}
