import Core
import Foundation
import HTTPClient
import Testing
import TestSupport

/// Against `openssl s_server`, with certificates made for the occasion.
@Suite(.serialized) struct TrustTests {
    let client = HTTPClient()
    let folder = temporaryPath("tls")

    init() throws {
        hostileEnvironment
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    @discardableResult private func openssl(_ arguments: String...) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func makeCertificate(_ name: String, for host: String) async throws {
        let process = try openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(host)", "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "\(name).key", "-out", "\(name).crt")
        try await eventually("the certificate is made", within: .seconds(20)) { !process.isRunning }
        try #require(process.terminationStatus == 0)
    }

    private func pem(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
    }

    private func send(_ port: Int, _ tls: HTTPTrust) async -> Result<Int, HTTPError> {
        do throws(HTTPError) {
            return .success(try await client.send(HTTPRequest(url: "https://127.0.0.1:\(port)/", timeout: .seconds(5), tls: tls)).status)
        } catch {
            return .failure(error)
        }
    }

    @Test func `trust is what the request says, not what the environment says`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await makeCertificate("server", for: "localhost")
        try await makeCertificate("client", for: "slipway")
        let port = Int(try freePort())
        let server = try openssl(
            "s_server", "-accept", "127.0.0.1:\(port)", "-cert", "server.crt", "-key", "server.key", "-www", "-Verify", "1", "-CAfile",
            "client.crt")
        // A child started here has SIGTERM blocked, as its parent's threads have.
        defer { kill(server.processIdentifier, SIGKILL) }
        let mine = HTTPTrust(
            caPEM: try pem("server.crt"), clientCertificatePEM: try pem("client.crt"), clientKeyPEM: Secret(try pem("client.key")))
        try await eventually("the server answers") { await self.send(port, mine) == .success(200) }
        var byFile = mine
        (byFile.caPEM, byFile.caFile) = (nil, "\(folder)/server.crt")
        #expect(await send(port, byFile) == .success(200))

        setenv("SSL_CERT_FILE", "\(folder)/server.crt", 1)
        setenv("CURL_CA_BUNDLE", "\(folder)/server.crt", 1)
        var system = mine
        system.caPEM = nil
        guard case .failure(let error) = await send(port, system) else {
            Issue.record("a certificate nobody vouches for was trusted")
            return
        }
        #expect(error.kind == .tls)
        var other = mine
        other.caPEM = try pem("client.crt")
        guard case .failure(let mismatch) = await send(port, other) else {
            Issue.record("the wrong authority was trusted")
            return
        }
        #expect(mismatch.kind == .tls)
    }
}
