import Core
import Foundation
import HTTPClient
import Testing
import TestSupport

/// A registry that speaks TLS by an authority of its own and wants a login, under the same platform: `make test` brings it up once more,
/// and says what the login is.
private enum ClosedRegistry {
    static let login = ProcessInfo.processInfo.environment["SLIPWAY_TEST_REGISTRY_LOGIN"]
}

extension System {
    @Suite(.enabled(if: ClosedRegistry.login != nil, "the platform's registry is its own")) struct ClosedRegistryTests {
        /// With all of its names: an engine that has an image lets every Dockerfile begin with it.
        private func forget(_ image: String, _ platform: Platform) async throws {
            let (http, socket) = (HTTPClient(), try platform.engineSocket)
            func ask(_ method: String, _ path: String) async throws -> HTTPResponse {
                try await http.send(HTTPRequest(method: method, url: "http://engine/v1.41/images/\(path)", unixSocket: socket, timeout: .seconds(30)))
            }
            let id = try JSONValue(parsing: try await ask("GET", "\(image)/json").body)["Id"]?.string ?? ""
            #expect(try await ask("DELETE", "\(id)?force=1").status == 200, "the engine forgets \(image)")
            #expect(try await ask("GET", "\(image)/json").status == 404)
        }

        @Test(.timeLimit(.minutes(6)))
        func `an app is built, runs, and is rolled back by what the registry has`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, try Samples.web(platform, page: "edition one"))
            let app = try await App(api, platform, project: project, "shop", Samples.settings(repository))
            let base = try platform.baseImage("static")
            #expect(base.hasPrefix(platform.registry + "/"))

            let login = try #require(ClosedRegistry.login)
            let canaries = [login, String(login.drop { $0 != ":" }.dropFirst())].map { Canary(value: $0) }
            let (live, shown) = try await canaries[1].processes { try await app.ended(app.deploy(), as: "live") }
            #expect(shown == [], "an argument tells the password")
            let image = try #require(live["image"]?.string)
            #expect(image.hasPrefix("\(platform.registry)/"))
            try await app.says("edition one")
            _ = try repository.commit("Second edition", ["page.html": "edition two"])
            try await app.ended(app.deploy(), as: "live")
            try await app.says("edition two")

            // Neither a Dockerfile nor an app reaches by our login what its project has not built, though the engine has it.
            let (stranger, elsewhere) = try await API.newcomer(platform)
            let thief = try Repository(platform, ["Dockerfile": "FROM \(image)\nCMD [\"/bin/sh\"]\n"])
            let greedy = try await App(stranger, platform, project: elsewhere, "greedy", Samples.settings(thief))
            let refused = try await greedy.ended(greedy.deploy(), as: "failed")
            #expect(refused["failure"]?.encoded().contains("initializing source docker://\(image)".prefix(80)) == true, "\(refused.encoded())")
            for (name, image) in [("theirs", image), ("other", "\(platform.registry)/somewhere/else:1")] {
                let app = try await App(stranger, platform, project: elsewhere, name, ["build": ["method": "image", "image": .string(image)]])
                let failed = try await app.ended(app.deploy(), as: "failed")
                #expect(failed["failure"]?["reason"]?.string == "policy_refused", "\(failed.encoded())")
            }
            // Beside our path, it is a registry like any other: nobody logs in, and this one refuses who has not.
            let host = String(platform.registry.prefix { $0 != "/" })
            #expect(host != platform.registry)
            let beside = try await App(stranger, platform, project: elsewhere, "beside", ["build": ["method": "image", "image": .string("\(host)/else:1")]])
            let unknown = try await beside.ended(beside.deploy(), as: "failed")
            #expect(unknown["failure"]?["reason"]?.string == "image_pull_failed", "\(unknown.encoded())")
            #expect(unknown["failure"]?.encoded().contains("unauthorized") == true, "\(unknown.encoded())")

            // Its own project builds on it.
            let heir = try Repository(platform, ["Dockerfile": "FROM \(image)\nRUN sed -i 's/edition one/inherited/' /app/page.html\n"])
            let own = try await App(api, platform, project: project, "heir", Samples.settings(heir))
            try await own.ended(own.deploy(), as: "live")
            try await own.says("inherited")

            // Back, with nothing of it on this machine's engine: it is pulled.
            try await forget(image, platform)
            let back = try await api.expect(202, "POST", "deployments/\(live["id"]?.string ?? "")/rollback", [:])
            try await app.ended(back["id"]?.string ?? "", as: "live")
            try await app.says("edition one")

            // A base image that the engine has not, as well: in our name.
            try await forget(base, platform)
            _ = try repository.commit("Third edition", ["page.html": "edition three"])
            try await app.ended(app.deploy(), as: "live")
            try await app.says("edition three")

            let doctor = try await API.operating(platform).expect(200, "GET", "admin/doctor")["items"]?.array ?? []
            let checks = doctor.filter { $0["name"]?.string == "registry" }
            #expect(!checks.isEmpty && checks.allSatisfy { $0["state"]?.string == "ok" && $0["message"]?.string?.contains("lets us in") == true }, "\(checks)")
            for canary in canaries {
                #expect(canary.files(below: platform.home) == [])
                #expect(try canary.databases(platform) == [])
            }
            for (api, app) in [(api, app), (api, own), (stranger, greedy)] { try await api.expect(202, "DELETE", "apps/\(app.id)") }
        }
    }
}
