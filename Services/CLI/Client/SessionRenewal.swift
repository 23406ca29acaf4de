import Core
import Foundation
import HTTPClient

/// New tokens for the refresh token, which works once: two commands that used it both would end the session.
///
/// So it is exchanged under a lock beside the settings file, and whoever comes second finds the tokens of the first.
struct SessionRenewal: Sendable {
    let path: String

    /// The settings with tokens that work; nil when the session has ended.
    /// - Parameter stale: those whose access token is refused, or about to be.
    func renewed(_ stale: Settings, exchange: @Sendable (String) async throws -> HTTPResponse) async throws -> Settings? {
        try await withLock {
            var current = try Settings.load(from: path)
            guard current.api == stale.api else { return nil }
            if let token = current.accessToken, token != stale.accessToken { return current }
            guard let refresh = current.refreshToken else { return nil }
            let response = try await exchange(refresh)
            guard response.status == 200, let json = try? JSONValue(parsing: response.body) else {
                // The platform being away says nothing about the session.
                if response.status >= 500 || response.status == 429 {
                    throw Problem.error(response.status, (try? JSONValue(parsing: response.body)) ?? .null)
                }
                return nil
            }
            current.accessToken = json["access_token"]?.string
            current.refreshToken = json["refresh_token"]?.string ?? refresh
            current.expiresAt = json["expires_in"]?.int.map { Timestamp.now().adding(.seconds($0)) }
            try current.save(to: path)
            return current
        }
    }

    /// Held over the exchange; it falls with the process, however that ends.
    func withLock<T>(atMost patience: Duration = .seconds(30), _ body: () async throws -> T) async throws -> T {
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw CLIError(message: "\(path).lock can't be opened: \(String(cString: strerror(errno))).") }
        defer { close(descriptor) }
        let end = ContinuousClock.now + patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < end else {
                throw CLIError(message: "Another slipway holds \(path).lock for too long.", advice: "end it, then say it again")
            }
            try await Task.sleep(for: .milliseconds(25))
        }
        return try await body()
    }
}
