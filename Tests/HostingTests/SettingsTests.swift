import Core
import Foundation
import Hosting
import Testing

@Suite struct SettingsTests {
    let settings = Settings(environment: [
        "SLIPWAY_ENGINE_SOCKET": "/run/engine.sock", "SLIPWAY_HTTP_PUBLIC_URL": "http://localhost",
        "SLIPWAY_PORT": "80", "SLIPWAY_FLAG": "Yes", "SLIPWAY_EMPTY": "", "SLIPWAY_SOAK_SECONDS": "1.5",
        "SLIPWAY_NAMES": "a, b,,c ", "SLIPWAY_WRONG": "a lot",
    ])

    @Test(arguments: [
        ("engine.socket", "SLIPWAY_ENGINE_SOCKET"), ("http.publicURL", "SLIPWAY_HTTP_PUBLIC_URL"),
        ("baseImage.node", "SLIPWAY_BASE_IMAGE_NODE"), ("installation", "SLIPWAY_INSTALLATION"),
        ("database.poolSize", "SLIPWAY_DATABASE_POOL_SIZE"), ("actor.publicKey", "SLIPWAY_ACTOR_PUBLIC_KEY"),
    ])
    func `the variable that help names is the one that is read`(_ key: String, _ variable: String) throws {
        #expect(Setting.variable(key) == variable)
        #expect(try Settings(environment: [variable: "x"]).string(key) == "x")
    }

    @Test func `values are read as what they are`() throws {
        #expect(try settings.string("engine.socket") == "/run/engine.sock")
        #expect(try settings.int("port") == 80)
        #expect(try settings.bool("flag"))
        #expect(try settings.duration("soak.seconds") == .milliseconds(1500))
        #expect(try settings.list("names") == ["a", "b", "c"])
    }

    @Test func `an empty variable counts as not set`() throws {
        #expect(settings.optional("empty") == nil)
        #expect(try settings.string("empty", default: "x") == "x")
    }

    @Test func `a miss is one sentence that names the variable`() {
        let fault = #expect(throws: Fault.self) { try settings.string("nats.url") }
        #expect(fault?.message == "SLIPWAY_NATS_URL is not set.")
    }

    @Test func `a wrong value is told with the rule`() {
        let number = #expect(throws: Fault.self) { try settings.int("wrong", default: 3) }
        #expect(number?.message == "SLIPWAY_WRONG is \"a lot\", but must be a whole number.")
        let range = #expect(throws: Fault.self) { try settings.int("port", in: 100...200) }
        #expect(range?.message == "SLIPWAY_PORT is \"80\", but must be between 100 and 200.")
        #expect(throws: Fault.self) { try settings.bool("wrong", default: true) }
        #expect(throws: Fault.self) { try settings.duration("wrong", default: .zero) }
    }

    @Test func `a secret comes from a file and shows itself to nobody`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("secret-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("hunter2\n".utf8).write(to: URL(fileURLWithPath: path))
        let settings = Settings(environment: ["SLIPWAY_NATS_PASSWORD_FILE": path, "SLIPWAY_OTHER_FILE": "/nowhere"])
        let secret = try settings.secret("nats.password")
        #expect(secret.reveal() == "hunter2")
        #expect("\(secret)".contains("hunter2") == false)
        #expect(settings.keysRead == ["nats.password"])
        let missing = #expect(throws: Fault.self) { try settings.secret("database.password") }
        #expect(missing?.message == "SLIPWAY_DATABASE_PASSWORD_FILE is not set.")
        let unreadable = #expect(throws: Fault.self) { try settings.secret("other") }
        #expect(unreadable?.message == "SLIPWAY_OTHER_FILE names /nowhere, which can't be read.")
    }
}
