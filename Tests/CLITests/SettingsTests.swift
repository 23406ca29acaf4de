import Core
import Foundation
import Testing

@testable import CLI

@Suite struct SettingsTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = "\(NSTemporaryDirectory())/cli-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `only the owner can read who is logged in, also when the file was there before`() throws {
        try withFolder { folder in
            let path = folder + "/slipway/settings.json"
            try Settings(api: "http://localhost:8080", accessToken: "secret").save(to: path)
            #expect(try mode(path) == 0o600)
            #expect(try mode(folder + "/slipway") == 0o700)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            try Settings(api: "http://localhost:8080").save(to: path)
            #expect(try mode(path) == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/slipway") == ["settings.json"])
        }
    }

    @Test func `what is saved is loaded, and what is not there is empty`() throws {
        try withFolder { folder in
            let path = folder + "/settings.json"
            #expect(try Settings.load(from: path) == Settings())
            let settings = Settings(
                api: "https://paas.example.org", email: "ann@example.org", accessToken: "a", refreshToken: "r",
                expiresAt: Timestamp(rfc3339: "2026-01-31T12:00:00.000Z"))
            try settings.save(to: path)
            #expect(try Settings.load(from: path) == settings)
            try Data("{".utf8).write(to: URL(filePath: path))
            #expect(throws: CLIError.self) { try Settings.load(from: path) }
        }
    }
}
