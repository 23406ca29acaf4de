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

    @Test(arguments: [
        ["deploy", "shop", "--commit", "3f2a1c9"], ["apps"], ["apps", "create", "shop", "--project", "demo", "--repo", "https://x.org/y"],
        ["env", "shop"], ["env", "set", "shop", "A=b", "--deploy"], ["logs", "shop", "-f", "--since", "10m", "--grep", "timeout"],
        ["scale", "shop", "3"], ["rollback", "shop", "--yes"], ["timeline", "shop", "5"], ["projects", "create", "demo"],
    ]) func `commands are read`(arguments: [String]) {
        #expect(throws: Never.self) { try Slipway.parseAsRoot(arguments) }
    }
}
