import Core
import Foundation
import HTTPClient
import Synchronization
import Testing

@testable import CLI

@Suite struct RenewalTests {
    private func withSettings(_ body: @Sendable (String, Settings) async throws -> Void) async throws {
        let folder = "\(NSTemporaryDirectory())/cli-renewal-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = Settings(api: "http://localhost:8080", email: "ann@example.org", accessToken: "a0", refreshToken: "r0")
        try settings.save(to: folder + "/settings.json")
        try await body(folder + "/settings.json", settings)
    }

    /// A platform of one session: each refresh token works once, as the real one's does.
    private final class Door: Sendable {
        private let state = Mutex((count: 0, isBurnt: false))
        var count: Int { state.withLock { $0.count } }
        var isBurnt: Bool { state.withLock { $0.isBurnt } }

        func exchange(_ token: String) async throws -> HTTPResponse {
            let answer = state.withLock { state -> (Int, String) in
                guard token == "r\(state.count)", !state.isBurnt else {
                    state.isBurnt = true
                    return (401, "{}")
                }
                state.count += 1
                return (200, "{\"access_token\":\"a\(state.count)\",\"refresh_token\":\"r\(state.count)\",\"expires_in\":600}")
            }
            try await Task.sleep(for: .milliseconds(10))
            return HTTPResponse(status: answer.0, body: Array(answer.1.utf8))
        }
    }

    @Test func `commands side by side use the refresh token once`() async throws {
        try await withSettings { path, stale in
            let door = Door()
            let tokens = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<12 { group.addTask { try await SessionRenewal(path: path).renewed(stale, exchange: door.exchange)?.accessToken } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(tokens == Array(repeating: "a1", count: 12))
            #expect(door.count == 1 && !door.isBurnt)
            let stored = try Settings.load(from: path)
            #expect(stored.refreshToken == "r1" && stored.email == "ann@example.org" && stored.expiresAt != nil)
        }
    }

    @Test func `a session that has ended is told as such, and one that nobody knows of is not asked about`() async throws {
        try await withSettings { path, stale in
            let refused = try await SessionRenewal(path: path).renewed(stale) { _ in
                HTTPResponse(status: 401, body: [])
            }
            #expect(refused == nil)
            var elsewhere = stale
            elsewhere.api = "http://elsewhere:8080"
            let other = try await SessionRenewal(path: path).renewed(elsewhere) { _ in
                Issue.record("another address was given the token")
                return HTTPResponse(status: 200, body: [])
            }
            #expect(other == nil)
        }
    }

    @Test func `a platform that is away ends no session`() async throws {
        try await withSettings { path, stale in
            await #expect(throws: CLIError.self, performing: {
                _ = try await SessionRenewal(path: path).renewed(stale) { _ in HTTPResponse(status: 503, body: []) }
            })
            let stored = try Settings.load(from: path)
            #expect(stored == stale)
        }
    }

    @Test func `the lock is a file of its owner's`() async throws {
        try await withSettings { path, _ in
            try await SessionRenewal(path: path).withLock {}
            #expect(try FileManager.default.attributesOfItem(atPath: path + ".lock")[.posixPermissions] as? Int == 0o600)
        }
    }
}
