import Core
import Foundation
import Testing
import TestSupport

extension System {
    @Suite struct ExperienceTests {
        /// The whole story of an app on the command line. `experience.txt` beside this file is what it says, word for word;
        /// SLIPWAY_RECORD=1 writes it anew, for a change to be read as a difference.
        @Test(.timeLimit(.minutes(8)))
        func `the command line tells the story of an app as it is written down`() async throws {
            let platform = try Platform.running()
            var story = try await Story(platform)
            defer { story.tool.remove() }
            try await story.begin()
            try await story.deployAndLook()
            try await story.fail()
            try await story.changeInTerminal()
            try await story.goBack()
            try await story.end()
            try story.compare()
        }
    }
}

/// One telling of it.
struct Story {
    let platform: Platform
    let tool: CommandLineTool
    let repository: Repository
    var transcript = Transcript()
    private let project = "t" + Hex.encode(Random.bytes(5))
    private var email: String { "\(project)@example.org" }

    init(_ platform: Platform) async throws {
        self.platform = platform
        tool = try CommandLineTool()
        repository = try Repository(platform, Self.files(platform, "edition one"))
        transcript.names = [
            (tool.folder, "~"), (repository.url, "https://git.example.org/acme/shop.git"),
            (String(repository.url.dropFirst("http://".count).dropLast(".git".count)), "git.example.org/acme/shop"),
            (platform.api, "http://localhost:8080"), (":\(platform.appsPort)", ":8081"), (project, "acme"),
        ]
        try "correct horse battery\n".write(toFile: tool.folder + "/password", atomically: true, encoding: .utf8)
    }

    private static func files(_ platform: Platform, _ page: String, port: String = "\"$PORT\"") throws -> [String: String] {
        try Samples.web(
            platform, page: page,
            extra: [
                "run.sh": """
                    mkdir -p /tmp/www && cp /app/page.html /tmp/www/index.html
                    echo "greeting=$GREETING, listening on $PORT"
                    exec busybox httpd -f -p \(port) -h /tmp/www
                    """
            ])
    }

    @discardableResult
    private mutating func say(_ line: String, expecting status: Int32 = 0) async throws -> [String] {
        let outcome = try await tool.run(line.split(separator: " ").map(String.init))
        #expect(outcome.status == status, "slipway \(line): \(outcome.raw)")
        #expect(!outcome.raw.unicodeScalars.contains { $0.value == 0x1B || $0 == "\r" }, "no control codes without a terminal: \(line)")
        let lines = outcome.raw.components(separatedBy: "\n")
        transcript.note(line, lines, status: outcome.status)
        return lines
    }

    /// The same in a terminal: what it looks like in the end. - Returns: every byte of it.
    @discardableResult
    private mutating func sayInTerminal(_ line: String, typing: String = "", after question: String = "", expecting status: Int32 = 0) async throws -> String {
        let outcome = try await tool.runInTerminal(line.split(separator: " ").map(String.init), typing: typing, after: question)
        #expect(outcome.status == status, "slipway \(line): \(outcome.raw)")
        transcript.note(line, Screen(outcome.raw).lines, status: outcome.status)
        return outcome.raw
    }

    private func json(_ line: String) async throws -> JSONValue {
        let outcome = try await tool.run(line.split(separator: " ").map(String.init) + ["--json"])
        guard outcome.status == 0 else { throw CommandLineTool.Failed(description: outcome.raw) }
        return try JSONValue(parsing: outcome.raw)
    }

    /// What was done is seen everywhere, and what it replaced is gone.
    private func settled(_ number: Int64, instances: Int) async throws {
        try await eventually("#\(number) serves on \(instances)", within: .seconds(60), every: .milliseconds(200)) {
            try await json("status shop")
        } until: { app in
            let all = app["instance_list"]?.array ?? []
            return app["current_deployment"]?["number"]?.int == number && all.count == instances
                && all.allSatisfy { $0["state"]?.string == "serving" && $0["usage"]?["memory_bytes"] != nil }
        }
    }

    private func stored(_ words: String) async throws {
        try await eventually("a line with \(words) is stored") { try await tool.run(["logs", "shop", "--grep", words]).raw } until: { $0.contains(words) }
    }

    mutating func begin() async throws {
        try await say("status", expecting: 77)
        try await say("signup \(platform.api) --email \(email) --password-file password --name Ann")
        try await say("whoami")
        try await say("projects create \(project)")
        try await say("apps")
        try await say("apps create shop --project \(project) --repo \(repository.url) --branch main --memory 64Mi --auto-deploy off")
        try await say("apps create shop --project \(project) --repo \(repository.url)", expecting: 1)
        try await say("apps create Shop! --project \(project) --repo \(repository.url)", expecting: 1)
    }

    mutating func deployAndLook() async throws {
        let lines = try await say("deploy shop")
        #expect(lines.contains { $0.hasPrefix("            STEP ") }, "the build's own output streams")
        try await settled(1, instances: 1)
        try await say("status shop")
        try await say("env set shop GREETING=hello --deploy")
        try await settled(2, instances: 1)
        try await say("env shop")
        try await stored("greeting=hello")
        try await say("logs shop --since 10m --grep greeting=hello")
        try await say("logs shop --since 10m --grep no-such-words")
        try await say("scale shop 2")
        try await settled(2, instances: 2)
        try await say("status shop")
    }

    mutating func fail() async throws {
        _ = try repository.commit("Listen elsewhere", Self.files(platform, "edition none", port: "3000"))
        try await say("deploy shop --quiet", expecting: 1)
        try await settled(2, instances: 2)
        try await say("status shop")
        try await say("deployments shop")
        try await say("timeline shop 3")
        try await say("status shpo", expecting: 1)
        try await say("timeline shop 9", expecting: 1)
        try await say("logs shop --since yesterday", expecting: 64)
    }

    mutating func changeInTerminal() async throws {
        _ = try repository.commit("Change the headline\u{1B}[2J", Self.files(platform, "edition two"))
        let raw = try await sayInTerminal("deploy shop")
        #expect(raw.contains("\u{1B}[2m            STEP "), "the build's own output is dimmed")
        #expect(raw.contains("░"), "a bar fills")
        #expect(raw.contains("\u{1B}[J"), "the last line is drawn again")
        #expect(!raw.contains("\u{1B}[2J"), "nothing of a commit's message is obeyed")
        try await settled(4, instances: 2)
        try await say("deploy shop --quiet")
        try await settled(5, instances: 2)
        try await say("timeline shop")
        try await say("releases shop")
    }

    mutating func goBack() async throws {
        try await say("apps set shop --auto-deploy on")
        try await say("rollback shop 2", expecting: 1)
        try await sayInTerminal("rollback shop 2", typing: "\n", after: "Enter to go on")
        try await settled(6, instances: 2)
        try await say("deployments shop")
        try await say("timeline shop")
    }

    mutating func end() async throws {
        try await say("link shop")
        try await say("open")
        try await say("tokens create ci --scope deploy --expires 90d")
        try await say("tokens")
        try await say("tokens delete ci --yes")
        try await say("delete", expecting: 1)
        try await say("delete --yes")
        try await say("status", expecting: 1)
        try await say("unlink")
        try await say("projects delete \(project) --yes")
        try await say("logout")
        try await say("apps", expecting: 77)
    }

    func compare() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "experience.txt").path()
        let said = transcript.lines.joined(separator: "\n")
        if ProcessInfo.processInfo.environment["SLIPWAY_RECORD"] == "1" {
            return try said.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let written = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        let difference = said.components(separatedBy: "\n").difference(from: written.components(separatedBy: "\n"))
        let shown = difference.map { change in
            switch change {
            case .insert(let place, let line, _): "\(place + 1) + \(line)"
            case .remove(let place, let line, _): "\(place + 1) - \(line)"
            }
        }
        #expect(said == written, "SLIPWAY_RECORD=1 writes experience.txt anew.\n\(shown.joined(separator: "\n"))")
    }
}
