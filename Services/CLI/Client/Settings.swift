import Core
import Foundation

/// Who is logged in where: a JSON file that only its owner reads (0600).
struct Settings: Equatable {
    var api: String?
    var email: String?
    var accessToken: String?
    var refreshToken: String?
    var expiresAt: Timestamp?

    static var path: String {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["SLIPWAY_SETTINGS"], !path.isEmpty { return path }
        let base = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? (environment["HOME"] ?? ".") + "/.config"
        return base + "/slipway/settings.json"
    }

    static func load(from path: String = path) throws -> Settings {
        guard let data = FileManager.default.contents(atPath: path) else { return Settings() }
        guard let json = try? JSONValue(parsing: Array(data)) else {
            throw CLIError(message: "\(path) is not JSON.", advice: "remove it, then: slipway login")
        }
        return Settings(
            api: json["api"]?.string, email: json["email"]?.string, accessToken: json["access_token"]?.string,
            refreshToken: json["refresh_token"]?.string, expiresAt: json["expires_at"]?.string.flatMap { Timestamp(rfc3339: $0) })
    }

    /// Written beside and renamed, so that a command that is interrupted leaves the old file or the new one.
    func save(to path: String = path) throws {
        var members: [String: JSONValue] = [:]
        if let api { members["api"] = .string(api) }
        if let email { members["email"] = .string(email) }
        if let accessToken { members["access_token"] = .string(accessToken) }
        if let refreshToken { members["refresh_token"] = .string(refreshToken) }
        if let expiresAt { members["expires_at"] = .string(expiresAt.rfc3339) }
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let temporary = "\(path).\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CLIError(message: "\(path) can't be written: \(String(cString: strerror(errno))).") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(JSONValue.object(members).encodedBytes(pretty: true)))
        try handle.close()
        guard rename(temporary, path) == 0 else {
            throw CLIError(message: "\(path) can't be written: \(String(cString: strerror(errno))).")
        }
    }
}
