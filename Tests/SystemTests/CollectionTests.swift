import Core
import Foundation
import HTTPClient
import Testing
import TestSupport

extension System {
    /// What nothing needs goes: disk really shrinks, and nobody who runs, deploys or goes back notices.
    @Suite struct CollectionTests {
        private static let megabytes = 15

        @Test(.timeLimit(.minutes(8)))
        func `older images go and the disk shrinks, while what runs, is deployed or may be gone back to stays`() async throws {
            let platform = try Platform.running()
            let `operator` = try await API.operator(platform)
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "edition one", extra: ["big.txt": Self.noise()]))
            let app = try await App(api, platform, project: project, "growing", Samples.settings(repository))
            var made = [try await app.ended(app.deploy(), as: "live")]
            for page in ["edition two", "edition three", "edition four"] {
                _ = try repository.commit(page, ["page.html": page, "big.txt": Self.noise()])
                made.append(try await app.ended(app.deploy(), as: "live"))
            }
            let editions = made
            let folder = platform.home + "/registry"
            let before = try Self.size(of: folder)

            let outcome = try await Load.during(app, rate: 50) {
                let collection = try await `operator`.collect()
                #expect(collection["registry_images"]?.int ?? 0 >= 2)
                let after = try Self.size(of: folder)
                let gone = Int64(2 * Self.megabytes) << 20
                #expect(before - after >= gone, "\(before) bytes became \(after)")
                #expect((collection["registry_before"]?.int ?? 0) - (collection["registry_after"]?.int ?? 0) >= gone)

                // The live one and the one before it stay; of the others, the platform says that they are gone.
                let ids = editions.compactMap { $0["id"]?.string }
                var removed: [Bool] = []
                for id in ids { removed.append(try await app.deployment(id)["image_removed_at"]?.isNull == false) }
                #expect(removed == [true, true, false, false])
                let refusal = try await api.call("POST", "deployments/\(ids[0])/rollback", [:])
                #expect(refusal.status == 409)
                let commit = editions[0]["commit"]?.string ?? ""
                #expect(refusal.json["detail"]?.string?.contains("slipway deploy growing --commit \(commit.prefix(7))") == true, "\(refusal.json.encoded())")

                // A rollback needs no build, and works with what the registry kept, should the engine have nothing.
                try await Self.takeFromEngine(platform, editions[2])
                async let again = `operator`.collect()
                let back = try await api.expect(202, "POST", "deployments/\(ids[2])/rollback", [:])
                try await app.ended(back["id"]?.string ?? "", as: "live")
                #expect(try await again["status"]?.string == "succeeded")
                try await app.says("edition three")

                // The advice of the refusal holds.
                let anew = try await app.ended(app.deploy(["commit": .string(commit)]), as: "live")
                #expect(anew["build_id"]?.string == editions[0]["build_id"]?.string)
                try await app.says("edition one")
            }
            #expect(outcome.failures.isEmpty, "\(outcome.failures.count) failed of \(outcome.answered): \(outcome.failures.prefix(5))")
            #expect(outcome.answered > 100)

            // What a deleted app had goes too.
            let full = try Self.size(of: folder)
            try await api.expect(202, "DELETE", "apps/\(app.id)")
            try await eventually("nothing of the app is left", within: .seconds(90)) { try await api.call("GET", "apps/\(app.id)").status == 404 }
            try await `operator`.collect()
            #expect(full - (try Self.size(of: folder)) >= Int64(2 * Self.megabytes) << 20)
            try await Leftovers.expectNone(platform, app: app.id)
        }

        @Test(.timeLimit(.minutes(6)))
        func `deployments go on while images are collected, again and again`() async throws {
            let platform = try Platform.running()
            let `operator` = try await API.operator(platform)
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "round 0"))
            let app = try await App(api, platform, project: project, "busy", Samples.settings(repository))
            try await app.ended(app.deploy(), as: "live")
            for round in 1...4 {
                _ = try repository.commit("Round \(round)", ["page.html": "round \(round)"])
                let deployment = try await app.deploy()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try await app.ended(deployment, as: "live") }
                    group.addTask { for _ in 0..<3 { try await `operator`.collect() } }
                    try await group.waitForAll()
                }
                try await app.says("round \(round)")
            }
            _ = try await api.call("DELETE", "apps/\(app.id)")
        }

        @Test(.timeLimit(.minutes(2)))
        func `an operator sees what takes disk, and nobody else does`() async throws {
            let platform = try Platform.running()
            let `operator` = try await API.operator(platform)
            let (api, project) = try await API.newcomer(platform)
            #expect(try await api.call("GET", "admin/disk").status == 403)
            #expect(try await api.call("POST", "admin/collections", [:]).status == 403)
            // Two of one base. Whether a single app shares it with the base itself is the engine's choice: Podman tries five places
            // where it has last seen a layer, and compresses it anew, to another blob, where all of them were of apps that are gone.
            var apps: [App] = []
            for name in ["seen", "other"] {
                let repository = try Repository(platform, Samples.web(platform, page: name))
                let app = try await App(api, platform, project: project, name, Samples.settings(repository))
                try await app.ended(app.deploy(), as: "live")
                apps.append(app)
            }
            let disk = try await `operator`.expect(200, "GET", "admin/disk")
            #expect(disk["missing"]?.array?.isEmpty == true, "\(disk["missing"]?.encoded() ?? "")")
            for (app, name) in zip(apps, ["seen", "other"]) {
                let mine = try #require(disk["apps"]?.array?.first { $0["app_id"]?.string == app.id })
                #expect(mine["app"]?.string == name && mine["project"]?.string == project && mine["images"]?.int == 1)
                #expect(
                    mine["registry_own"]?.int ?? 0 > 0 && mine["registry_shared"]?.int ?? 0 > 0 && mine["engine_shared"]?.int ?? 0 > 0,
                    "\(mine.encoded())")
            }
            #expect(disk["registry"]?["disk"]?.int ?? 0 >= disk["registry"]?["images"]?.int ?? .max)
            #expect(disk["databases"]?.array?.count == 7)
            #expect(disk["databases"]?.array?.allSatisfy { $0["bytes"]?.int ?? 0 > 1 << 20 } == true)
            #expect(disk["free"]?.int ?? 0 > 0)
            for app in apps { _ = try await api.call("DELETE", "apps/\(app.id)") }
        }

        /// Text that no compression makes smaller than `megabytes`.
        private static func noise() -> String {
            guard let device = FileHandle(forReadingAtPath: "/dev/urandom"), let bytes = try? device.read(upToCount: megabytes << 20) else { return "" }
            return bytes.base64EncodedString(options: .lineLength76Characters)
        }

        /// Bytes on disk, as `du` counts them.
        private static func size(of folder: String) throws -> Int64 {
            var total: Int64 = 0
            guard let files = FileManager.default.enumerator(at: URL(fileURLWithPath: folder), includingPropertiesForKeys: nil) else { return 0 }
            for case let file as URL in files {
                var status = stat()
                if lstat(file.path, &status) == 0 { total += Int64(status.st_blocks) * 512 }
            }
            return total
        }

        /// Takes the engine's copy of a deployment's image away, as an operator who tidies up would.
        private static func takeFromEngine(_ platform: Platform, _ deployment: JSONValue) async throws {
            let http = HTTPClient()
            let image = deployment["image"]?.string ?? ""
            func ask(_ method: String, _ path: String) async throws -> HTTPResponse {
                try await http.send(
                    HTTPRequest(method: method, url: "http://engine/v1.41/images/\(path)", unixSocket: try platform.engineSocket, timeout: .seconds(30)))
            }
            // By its id, for it has more than one name.
            let known = try JSONValue(parsing: try await ask("GET", "\(image)/json").body)
            let answer = try await ask("DELETE", "\(known["Id"]?.string ?? "")?force=1")
            #expect(try await ask("GET", "\(image)/json").status == 404, "\(answer.status) \(answer.text)")
        }
    }
}

extension API {
    /// As the account that the installation began with.
    fileprivate static func `operator`(_ platform: Platform) async throws -> API {
        var api = API(platform.api)
        let session = try await api.expect(200, "POST", "auth/login", ["email": .string(platform.email), "password": .string(platform.password)])
        api.token = session["access_token"]?.string
        return api
    }

    /// Collects, and waits for the end of it.
    @discardableResult
    fileprivate func collect() async throws -> JSONValue {
        let asked = try await expect(202, "POST", "admin/collections", [:])
        let ended = try await eventually("the collection ends", within: .seconds(120)) {
            try await expect(200, "GET", "admin/collections/\(asked["id"]?.string ?? "")")
        } until: { ["succeeded", "failed"].contains($0["status"]?.string ?? "") }
        #expect(ended["status"]?.string == "succeeded", "\(ended.encoded())")
        return ended
    }
}
