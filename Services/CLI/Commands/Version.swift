import ArgumentParser
import Core
import HTTPClient

struct Version: AsyncParsableCommand {
    static let number = "0.1.0"

    static let configuration = CommandConfiguration(
        abstract: "The version of this command, and of the platform when one is known.", discussion: "  slipway version --json")
    @OptionGroup var output: Output

    func run() async throws {
        var platform: (api: String, version: String)?
        if let api = try? APIClient() {
            let answer = try? await withDeadline(.after(.seconds(3)), "asking") { try await api.answer("GET", "/openapi.json", nil) }
            let version = answer.flatMap { try? JSONValue(parsing: $0.body) }?["info"]?["version"]?.string
            platform = (api.base, version ?? "does not answer")
        }
        if output.json {
            return Terminal.json([
                "cli": .string(Self.number), "api": platform.map { .string($0.api) } ?? .null, "platform": platform.map { .string($0.version) } ?? .null,
            ])
        }
        Terminal.say("slipway \(Self.number)")
        if let platform { Terminal.say("\(platform.api)  \(platform.version)") }
    }
}
