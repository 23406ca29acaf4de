import Core
import Foundation
import Testing
import TestSupport

extension System {
    /// Another master key for what is stored, while everything goes on.
    @Suite struct RotationTests {
        @Test(.timeLimit(.minutes(5)))
        func `the master key is another one, nothing is lost, and no request fails`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "sealed"))
            let app = try await App(api, platform, project: project, "sealed", Samples.settings(repository))
            func set(_ value: String) async throws -> String {
                try await api.expect(
                    200, "PATCH", "apps/\(app.id)/env", ["variables": ["GREETING": ["value": .string(value), "secret": true]], "deploy": false])
                let deployment = try await app.deploy(["force": true])
                try await app.ended(deployment, as: "live")
                #expect(try await app.get("/greeting").body.contains("greeting=\(value)"))
                return deployment
            }
            let first = try await set("before")
            let file = platform.home + "/secrets/master.key"
            let old = try String(contentsOfFile: file, encoding: .utf8)

            let outcome = try await Load.during(app) {
                let (status, said) = try await Self.rotate(platform)
                #expect(status == 0, "\(said)")
            }
            #expect(outcome.failures.isEmpty, "\(outcome.failures.count) failed of \(outcome.answered): \(outcome.failures.prefix(5))")
            let new = try String(contentsOfFile: file, encoding: .utf8)
            #expect(new != old && new.split(whereSeparator: \.isWhitespace).count == 1)
            #expect(!FileManager.default.fileExists(atPath: file + ".next"))

            // What was sealed before opens: a config, and a release that is made to serve again.
            try await app.ended(app.deploy(["force": true]), as: "live")
            #expect(try await app.get("/greeting").body.contains("greeting=before"))
            _ = try await set("after")
            let back = try await api.expect(202, "POST", "deployments/\(first)/rollback", [:])
            try await app.ended(back["id"]?.string ?? "", as: "live")
            #expect(try await app.get("/greeting").body.contains("greeting=before"))
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }

        /// As an operator would.
        private static func rotate(_ platform: Platform) async throws -> (Int32, String) {
            let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/python3")
            process.arguments = ["-m", "local", "rotate-master-key"]
            process.currentDirectoryURL = root
            process.environment = [
                "SLIPWAY_HOME": platform.home, "PYTHONPATH": root.appending(path: "compose").path, "PYTHONDONTWRITEBYTECODE": "1",
                "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": NSTemporaryDirectory(),
            ]
            process.standardInput = FileHandle.nullDevice
            let output = Pipe()
            (process.standardOutput, process.standardError) = (output, output)
            async let said = withCheckedContinuation { continuation in
                Thread { continuation.resume(returning: String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)) }.start()
            }
            let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
                process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
                do { try process.run() } catch { continuation.resume(throwing: error) }
            }
            return (status, await said)
        }
    }
}
