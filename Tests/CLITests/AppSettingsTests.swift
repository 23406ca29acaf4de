import ArgumentParser
import Core
import Testing

@testable import CLI

@Suite struct AppSettingsTests {
    private func body(_ arguments: String...) throws -> JSONValue { try AppSettings.parse(arguments).body() }

    @Test func `what is not said is not sent`() throws {
        #expect(try body() == [:])
        #expect(try body("--port", "3000") == ["run": ["port": 3000]])
        #expect(try body("--branch", "main") == ["source": ["branch": "main"]])
    }

    @Test func `everything has its place`() throws {
        #expect(
            try body(
                "--repo", "https://example.org/shop.git", "--branch", "main", "--root", "web", "--method", "command", "--dockerfile", "D",
                "--base-image", "node", "--build-command", "make", "--output", "dist", "--port", "80", "--command", "./run", "--health-path",
                "/health", "--cpu", "500m", "--memory", "512Mi")
                == [
                    "source": ["repository": "https://example.org/shop.git", "branch": "main", "root_directory": "web"],
                    "build": ["method": "command", "dockerfile": "D", "base_image": "node", "command": "make", "output_directory": "dist"],
                    "run": ["port": 80, "command": "./run", "health_path": "/health", "cpu": "500m", "memory": "512Mi"],
                ])
    }

    @Test func `an image is a method of its own`() throws {
        #expect(try body("--image", "nginx:1") == ["build": ["method": "image", "image": "nginx:1"]])
        #expect(try body("--image", "nginx:1", "--method", "dockerfile")["build"]?["method"] == "dockerfile")
    }

    @Test func `an empty value is sent: it takes a setting back`() throws {
        #expect(try body("--command", "") == ["run": ["command": ""]])
    }

    @Test func `switches and instances are said in words and numbers`() throws {
        #expect(try body("--auto-deploy", "off", "--read-only", "on") == ["source": ["auto_deploy": false], "run": ["read_only": true]])
        #expect(try body("--instances", "0") == ["run": ["instances": 0]])
        #expect(throws: (any Error).self) { try body("--auto-deploy", "maybe") }
    }

    /// A setting that is new must be shown, set and cleared: by the option's own name.
    @Test(arguments: AppSetting.allCases) func `every setting can be set, cleared and shown by one name`(setting: AppSetting) throws {
        let value = [.port: "3000", .autoDeploy: "on", .readOnly: "on"][setting] ?? "x"
        let set = try body("--\(setting.rawValue)", value)
        #expect(set[setting.place.section]?[setting.place.member] != nil)
        #expect(setting.value(in: set) == value)
        #expect(throws: Never.self) { try Slipway.parseAsRoot(["apps", "set", "shop", "--clear", setting.rawValue]) }
    }

    @Test(arguments: [
        ["deploy", "shop", "--commit", "3f2a1c9"], ["apps"], ["apps", "create", "shop", "--project", "demo", "--repo", "https://x.org/y"],
        ["env", "shop"], ["env", "set", "shop", "A=b", "--deploy"], ["logs", "shop", "-f", "--since", "10m", "--grep", "timeout"],
        ["scale", "shop", "3"], ["rollback", "shop", "--yes"], ["timeline", "shop", "5"], ["projects", "create", "demo"],
        ["tokens", "create", "ci", "--scope", "deploy", "--expires", "90d"], ["api", "PUT", "apps/{app}/scale", "-f", "instances=3", "--app", "shop"],
        ["builds", "shop"], ["builds", "show", "x"], ["instances"], ["releases", "shop"], ["events", "--json"], ["open"], ["link", "shop"], ["unlink"],
        ["completion", "zsh"], ["version"], ["status", "--watch"], ["sessions"], ["projects", "show", "demo"], ["login", "http://localhost:8080"],
    ]) func `commands are read`(arguments: [String]) {
        #expect(throws: Never.self) { try Slipway.parseAsRoot(arguments) }
    }
}
