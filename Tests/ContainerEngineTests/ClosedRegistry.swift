import Core
import Foundation
import HTTPClient
import TestSupport
import Testing

@testable import ContainerEngine

/// A docker-registry that lets in whom its configuration says, and speaks TLS with a certificate by an authority made for the occasion,
/// unless it shall not.
final class ClosedRegistry: Sendable {
    static let isHere = ["/usr/bin/docker-registry", "/usr/bin/openssl"].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
    static let login = HTTPLogin(user: "slipway", password: Secret("hush-hush-1"))
    /// bcrypt of that password.
    private static let entry = "slipway:$2y$05$abcdefghijklmnopqrstuuBVqWE8bhR.O4O6kWMD3aDOQmL9uZrOC\n"

    let address: String
    let folder: String
    private let isPlain: Bool
    private let process: Process

    /// Lets nobody in but the one login.
    static func basic(isPlain: Bool = false, _ more: String = "") async throws -> ClosedRegistry {
        try await start(isPlain: isPlain) { folder in
            try Data(Self.entry.utf8).write(to: URL(fileURLWithPath: "\(folder)/htpasswd"))
            return "auth: {htpasswd: {realm: test, path: \(folder)/htpasswd}}\n\(more)"
        }
    }

    /// - Parameter configure: more of registry.yml, for a folder in which `authority.crt` and `signer.key`, `signer.crt` are.
    static func start(isPlain: Bool = false, _ configure: (_ folder: String) throws -> String) async throws -> ClosedRegistry {
        let registry = try ClosedRegistry(isPlain, configure)
        let http = HTTPClient()
        let place = try registry.configuration(login: nil)
        let request = HTTPRequest(url: place.url + "/v2/", timeout: .seconds(3), tls: place.trust)
        do {
            try await eventually("the registry answers", within: .seconds(30)) { (try? await http.send(request).status) != nil }
        } catch {
            registry.end()
            throw error
        }
        return registry
    }

    private init(_ isPlain: Bool, _ configure: (String) throws -> String) throws {
        self.isPlain = isPlain
        address = "127.0.0.1:\(try freePort())"
        folder = NSTemporaryDirectory() + "closed-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Self.certify(in: folder)
        try Data(
            """
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: \(folder)/data}, delete: {enabled: true}}
            http: {addr: "\(address)"\(isPlain ? "" : ", tls: {certificate: \(folder)/server.crt, key: \(folder)/server.key}")}
            \(try configure(folder))
            """.utf8
        ).write(to: URL(fileURLWithPath: "\(folder)/registry.yml"))
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/docker-registry")
        process.arguments = ["serve", "\(folder)/registry.yml"]
        (process.standardInput, process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
    }

    /// As an operator would set it.
    func configuration(login: HTTPLogin?, isTrusted: Bool = true) throws -> RegistryConfiguration {
        let authority = isPlain || !isTrusted ? nil : Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/authority.crt")))
        return RegistryConfiguration(place: RegistryPlace(host: address), isPlain: isPlain, login: login, certificateAuthority: authority)
    }

    func end() {
        // A child started here has SIGTERM blocked, as its parent's threads have.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// An authority, what it vouches for on loopback, and a key for tokens.
    private static func certify(in folder: String) throws {
        func make(_ name: String, _ subject: String, _ more: String...) throws {
            try openssl(folder, ["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "\(name).key"])
            try openssl(folder, ["req", "-new", "-x509", "-days", "2", "-subj", "/CN=\(subject)", "-key", "\(name).key", "-out", "\(name).crt"] + more)
        }
        try make("authority", "Authority", "-addext", "keyUsage=critical,keyCertSign")
        try make("signer", "Signer")
        try make(
            "server", "localhost", "-CA", "authority.crt", "-CAkey", "authority.key", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-addext", "basicConstraints=critical,CA:FALSE")
    }

    private static func openssl(_ folder: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        (process.standardInput, process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments.first ?? "")")
    }
}
