import ChangeFeed
import Core
import Crypto
import Hosting
import Logging
import Messages
import Messaging
import Postgres
import Sealing
import TestSupport
import Testing

@testable import AppService

@Suite struct AppStoreTests {
    let project = ProjectID()

    func withStore(_ body: @Sendable (AppStore, PostgresPool) async throws -> Void) async throws {
        do {
            try await withDatabase(migrations: ChangeFeed.migrations + Migrations.all) { pool in
                let log = Logger(label: "test")
                let nats = NATSConnection(NATSConfiguration(url: "nats://127.0.0.1:1", user: "", password: Secret(""), name: "test"), log: log)
                let feed = ChangeFeed(service: "app", pool: pool, nats: nats, log: log)
                try await body(AppStore(pool: pool, feed: feed, address: AppAddress(domain: "localhost", scheme: "http", port: 8081)), pool)
            }
        } catch let fault as Fault {
            // What a fault keeps from its caller is what a failing test is about.
            Issue.record("\(String(reflecting: fault))")
        }
    }

    func app(_ name: String, project name2: String = "demo") -> Proto.App {
        var app = Proto.App(
            projectName: name2, name: name, source: .init(repository: "https://github.com/a/b", autoDeploy: true))
        app.fillDefaults()
        return app
    }

    @Test func `an app is made once, with defaults, a host and its first config`() async throws {
        try await withStore { store, _ in
            let id = AppID()
            let made = try await store.create(app("shop"), id: id, project: project)
            #expect(made.host == "shop-demo.localhost" && made.url == "http://shop-demo.localhost:8081")
            #expect(made.config == 1 && made.status == "new" && made.state == "active" && made.instances == 1)
            #expect(made.run?.cpu == "500m" && made.run?.memory == "512Mi" && made.build?.method == "auto" && made.source?.branch == "main")
            #expect(try await store.create(app("shop"), id: id, project: project).id == made.id)
            await #expect { _ = try await store.create(app("shop"), id: AppID(), project: project) } throws: { ($0 as? Fault)?.code == .alreadyExists }
        }
    }

    @Test func `two pairs of names that are one label get two hosts`() async throws {
        try await withStore { store, _ in
            let first = try await store.create(app("a-b", project: "c"), id: AppID(), project: project)
            let second = try await store.create(app("a", project: "b-c"), id: AppID(), project: ProjectID())
            #expect(first.host == "a-b-c.localhost")
            #expect(second.host != first.host && second.host.hasPrefix("a-b-c-"))
        }
    }

    @Test func `other run settings are another config, other build settings are not`() async throws {
        try await withStore { store, _ in
            let id = AppID()
            _ = try await store.create(app("shop"), id: id, project: project)
            #expect(try await store.update(id, project: project) { app throws(Fault) in app.run?.port = 3000 }.config == 2)
            #expect(try await store.update(id, project: project) { app throws(Fault) in app.build?.command = "make" }.config == 2)
            #expect(try await store.update(id, project: project) { app throws(Fault) in app.run?.port = 3000 }.config == 2)
            #expect(try await store.config(of: id, number: 1).run?.port == 0)
            #expect(try await store.config(of: id, number: 0).run?.port == 3000)
            await #expect { _ = try await store.get(id, project: ProjectID()) } throws: { ($0 as? Fault)?.code == .notFound }
        }
    }

    @Test func `variables are sealed to their row, frozen in configs, and shown when they are no secret`() async throws {
        try await withStore { store, pool in
            let id = AppID()
            _ = try await store.create(app("shop"), id: id, project: project)
            let own = try EnvelopePrivateKey(raw: Random.bytes(32)), gateway = try EnvelopePrivateKey(raw: Random.bytes(32))
            let master = MasterKey(bytes: Random.bytes(32))
            let vault = VariableVault(masterKey: master, own: own, gateway: gateway.publicKey, build: gateway.publicKey)
            func patch(_ json: String) async throws -> Int {
                let sealed = try own.publicKey.seal(Array(json.utf8), purpose: "app.variables")
                return try await store.patch(id, project: project, try vault.changes(of: sealed, app: id))
            }
            #expect(try await patch(#"{"A":{"value":"plain"},"B":{"value":"hidden","secret":true}}"#) == 2)
            #expect(try await patch(#"{"B":{"value":"hidden2"},"A":null}"#) == 3)
            let config = try await store.config(of: id, number: 2)
            #expect(config.variables.map(\.key) == ["A", "B"])
            let sealed = try #require(config.variables.first).value
            #expect(try master.open(sealed, at: "v1/variables/\(id)/A") == Array("plain".utf8))
            #expect(throws: Fault.self) { try master.open(sealed, at: "v1/variables/\(id)/B") }
            let (variables, number) = try await store.variables(of: id, project: project)
            #expect(number == 3 && variables.map(\.key) == ["B"] && variables.first?.secret == true)
            let rows = try await pool.query("reading", "SELECT encode(value, 'escape') AS text FROM variables") { try $0.get("text", as: String.self) }
            #expect(!rows.joined().contains("hidden"))
            for wrong in [#"{"PORT":{"value":"1"}}"#, #"{"SLIPWAY_X":{"value":"1"}}"#, #"{"1A":{"value":"1"}}"#, #"{"A":{"value":1}}"#, "[]", #"{"A":{"value":"\u0000"}}"#] {
                await #expect { _ = try await patch(wrong) } throws: { ($0 as? Fault)?.code == .invalidArgument }
            }
            let large = String(repeating: "x", count: 66_000)
            await #expect { _ = try await patch(#"{"L":{"value":""# + large + #""}}"#) } throws: { ($0 as? Fault)?.code == .invalidArgument }
            #expect(try await store.get(id).config == 3)
        }
    }

    @Test func `in a rotation everything is sealed by the new key, once`() async throws {
        try await withStore { store, pool in
            let id = AppID()
            _ = try await store.create(app("shop"), id: id, project: project)
            let own = try EnvelopePrivateKey(raw: Random.bytes(32))
            let (old, new) = (Random.bytes(32), Random.bytes(32))
            let vault = VariableVault(masterKey: MasterKey(bytes: old), own: own, gateway: own.publicKey, build: own.publicKey)
            // Two configs with two variables each, and the variables: more than one batch takes.
            for number in 0..<2 {
                let json = JSONValue.object(Dictionary(uniqueKeysWithValues: (0..<150).map { ("KEY_\($0)", ["value": "\(number)"]) }))
                let sealed = try own.publicKey.seal(json.encodedBytes(), purpose: "app.variables")
                _ = try await store.patch(id, project: project, try vault.changes(of: sealed, app: id))
            }
            func values() async throws -> Set<[UInt8]> {
                Set(try await pool.query("reading", "SELECT value FROM config_variables UNION SELECT value FROM variables") { try $0.get("value", as: [UInt8].self) })
            }
            let before = try await values()
            func pass(_ key: MasterKey) async throws {
                try await Resealing(key, pool, VariableVault.rows("variables"), VariableVault.rows("config_variables")).pass()
            }
            try await pass(MasterKey(bytes: old))
            #expect(try await values() == before, "one key has nothing to seal anew")
            let rotating = MasterKey(bytes: new, earlier: [old])
            try await pass(rotating)
            let after = try await values()
            #expect(after.isDisjoint(with: before))
            try await pass(rotating)
            #expect(try await values() == after)
            let config = try await store.config(of: id, number: 2)
            #expect(config.variables.count == 150)
            for variable in config.variables {
                #expect(try MasterKey(bytes: new).open(variable.value, at: VariableVault.place(id, variable.key)) == Array("0".utf8))
            }
            // A value that nobody's key opens is not thrown away, keeps no other from it, and the pass says so.
            let late = try MasterKey(bytes: old).seal([7], at: VariableVault.place(id, "KEY_2"))
            try await pool.transaction("breaking") { db in
                try db.execute("UPDATE variables SET value = decode('0102', 'hex') WHERE key = 'KEY_1'")
                try db.execute("UPDATE variables SET value = \(late) WHERE key = 'KEY_2'")
            }
            await #expect(throws: Fault.self) { try await pass(rotating) }
            #expect(try await values().contains([1, 2]))
            #expect(try await !values().contains(late))
        }
    }

    @Test func `builds see what is marked for them, sealed to the build service and told apart`() async throws {
        try await withStore { store, pool in
            let id = AppID()
            _ = try await store.create(app("shop"), id: id, project: project)
            let own = try EnvelopePrivateKey(raw: Random.bytes(32)), build = try EnvelopePrivateKey(raw: Random.bytes(32))
            let vault = VariableVault(masterKey: MasterKey(bytes: Random.bytes(32)), own: own, gateway: own.publicKey, build: build.publicKey)
            func patch(_ json: String) async throws -> Int {
                let sealed = try own.publicKey.seal(Array(json.utf8), purpose: "app.variables")
                return try await store.patch(id, project: project, try vault.changes(of: sealed, app: id))
            }
            func seen(_ number: Int = 0) async throws -> Proto.BuildVariables {
                let config = try await store.config(of: id, number: number)
                let seen = try vault.buildVariables(of: config, app: id)
                #expect(try vault.buildFingerprint(of: config, app: id) == seen.fingerprint)
                return seen
            }
            _ = try await patch(#"{"A":{"value":"plain"},"T":{"value":"hidden","secret":true,"build":true}}"#)
            let first = try await seen()
            #expect(first.keys == ["T"] && first.number == 2)
            #expect(try build.open(first.sealedValues, purpose: "app.build-variables/\(id)/2") == Array(#"{"T":"hidden"}"#.utf8))
            #expect(throws: Fault.self) { try build.open(first.sealedValues, purpose: "app.build-variables/\(id)/3") }
            #expect(throws: Fault.self) { try own.open(first.sealedValues, purpose: "app.build-variables/\(id)/2") }
            // What builds do not see changes nothing for them.
            _ = try await patch(#"{"A":{"value":"other"},"T":{"value":"hidden"}}"#)
            #expect(try await seen().fingerprint == first.fingerprint)
            _ = try await patch(#"{"T":{"value":"new"}}"#)
            let second = try await seen()
            #expect(second.keys == ["T"] && second.fingerprint != first.fingerprint && !second.fingerprint.isEmpty)
            // A flag alone is a change of config, and keeps the value.
            #expect(try await patch(#"{"T":{"build":false}}"#) == 5)
            let none = try await seen()
            #expect(none.keys.isEmpty && none.fingerprint.isEmpty && none.sealedValues.isEmpty)
            _ = try await patch(#"{"A":{"build":true,"secret":true}}"#)
            #expect(try await seen().keys == ["A"])
            let (variables, _) = try await store.variables(of: id, project: project)
            #expect(variables.map { "\($0.key) \($0.secret) \($0.build)" } == ["A true true", "T true false"])
            for wrong in [#"{"T":{"secret":false}}"#, #"{"NEW":{"build":true}}"#, #"{"T":{}}"#, #"{"T":{"value":"x","build":1}}"#] {
                await #expect { _ = try await patch(wrong) } throws: { ($0 as? Fault)?.code == .invalidArgument }
            }
            #expect(try await seen(2).fingerprint == first.fingerprint, "a config never changes")
        }
    }

    @Test func `a moved source orders a deployment once for each app that follows it`() async throws {
        try await withStore { store, pool in
            let follower = AppID(), deaf = AppID()
            _ = try await store.create(app("shop"), id: follower, project: project)
            _ = try await store.create(app("blog"), id: deaf, project: project)
            _ = try await store.update(deaf, project: nil) { app throws(Fault) in app.source?.autoDeploy = false }
            let moved = Proto.SourceMoved(sourceID: "s", repository: "https://github.com/a/b", branch: "main", commit: "c", version: 4)
            for _ in 0..<2 { try await pool.transaction("ordering") { db in try db.order(moved) } }
            let orders = try await store.claimRequests()
            #expect(orders.map(\.app) == [follower] && orders.first?.sourceVersion == "s:4")
            #expect(try await store.claimRequests().isEmpty)
            let order = try #require(orders.first)
            try await store.settle(order)
            let follows = try await store.claimFollows()
            #expect(Set(follows.map { "\($0.app) \($0.repository)" }) == ["\(follower) https://github.com/a/b", "\(deaf) "])
        }
    }

    @Test func `only a newer status is kept`() async throws {
        try await withStore { store, pool in
            let id = AppID()
            _ = try await store.create(app("shop"), id: id, project: project)
            for (revision, status) in [(5, "live"), (4, "deploying"), (5, "failed")] as [(UInt64, String)] {
                try await pool.transaction("keeping") { db in
                    try db.keep(
                        Proto.AppStatus(
                            appID: id.description, revision: revision, status: status, latestDeployment: .init(id: "d", status: status, number: 1), instances: 2))
                }
            }
            let app = try await store.get(id)
            #expect(app.status == "live" && app.instances == 2 && app.latestDeployment?.status == "live")
        }
    }

    @Test func `an app goes when all have confirmed, and its host and name are free again`() async throws {
        try await withStore { store, _ in
            let id = AppID()
            _ = try await store.create(app("shop"), id: id, project: project)
            try await store.beginDeletion(of: id, project: project)
            #expect(try await store.get(id).status == "deleting")
            await #expect { _ = try await store.update(id, project: nil) { app throws(Fault) in app.run?.port = 1 } } throws: {
                ($0 as? Fault)?.code == .failedPrecondition
            }
            var deletion = try #require(try await store.openDeletions().first)
            deletion.deployIsDone = true
            try await store.acknowledge(deletion)
            try await store.finishDeletion(of: id)
            #expect(try await store.get(id).state == "deleting")
            deletion.buildIsDone = true
            deletion.logIsDone = true
            try await store.acknowledge(deletion)
            try await store.finishDeletion(of: id)
            #expect(try await store.project(of: id) == nil)
            #expect(try await store.create(app("shop"), id: AppID(), project: project).host == "shop-demo.localhost")
            #expect(try await store.deleteProject(project) == 1)
        }
    }

    @Test func `every wrong field is named as the API names it, all at once`() {
        var wrong = app("Shop")
        wrong.source = .init(repository: "ssh://git@host/a", branch: "-b", rootDirectory: "../x")
        wrong.build = .init(method: "magic", dockerfile: "a:b", baseImage: "a b", image: "--x")
        wrong.run = .init(port: 70_000, instances: 0, healthPath: "health", cpu: "x", memory: "1")
        do {
            try AppRules.check(wrong)
            Issue.record("was accepted")
        } catch {
            #expect(
                error.fields.map(\.field) == [
                    "name", "source.repository", "source.branch", "source.root_directory", "build.method", "build.dockerfile", "build.base_image",
                    "build.image", "run.port", "run.instances", "run.health_path", "run.cpu", "run.memory",
                ])
        }
    }

    @Test(arguments: ["r.test/acme/../other/shop:1", "r.test/./shop", "../shop", "r.test/a/..", "r.test//a"])
    func `no way through other names leads to an image`(image: String) throws {
        let app = Proto.App(projectName: "demo", name: "cache", build: .init(method: "image", image: image))
        let refusal = try #require(throws: Fault.self) { try AppRules.check(app) }
        #expect(refusal.fields.map(\.field).contains("build.image"))
    }

    @Test func `an image needs no source, everything else does`() throws {
        var image = Proto.App(projectName: "demo", name: "cache", build: .init(image: "docker.io/library/redis:7"))
        image.fillDefaults()
        try AppRules.check(image)
        #expect(image.build?.method == "image")
        var none = Proto.App(projectName: "demo", name: "none")
        none.fillDefaults()
        #expect(throws: Fault.self) { try AppRules.check(none) }
    }
}
