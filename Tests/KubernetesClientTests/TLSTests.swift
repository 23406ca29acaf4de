import Core
import Foundation
import Kubernetes
import KubernetesClient
import Testing
import TestSupport

/// A kubeconfig with certificates, against `openssl s_server`, which serves files as whole answers.
@Suite struct TLSTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("slipway-tls-\(UUID().uuidString)")

    private func openssl(_ arguments: String...) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func makeCertificate(_ name: String) async throws {
        let process = try openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", "\(name).key", "-out", "\(name).crt")
        try await eventually("the certificate is made", within: .seconds(20)) { !process.isRunning }
        try #require(process.terminationStatus == 0)
    }

    private func base64(_ name: String) throws -> String {
        try Data(contentsOf: folder.appendingPathComponent(name)).base64EncodedString()
    }

    private func get(_ kubeconfig: String) async throws -> Result<Namespace?, KubernetesError> {
        let configuration = try KubernetesConfiguration.kubeconfig(Array(kubeconfig.utf8), folder: folder.path)
        let client = client(configuration)
        do throws(KubernetesError) {
            return .success(try await client.get(Namespace.self, "demo", deadline: .seconds(5)))
        } catch {
            return .failure(error)
        }
    }

    @Test func `a client certificate is shown to a server that is known by its authority`() async throws {
        try FileManager.default.createDirectory(at: folder.appendingPathComponent("api/v1/namespaces"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["server", "client", "stranger"] { try await makeCertificate(name) }
        let body = #"{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"demo"},"status":{"phase":"Active"}}"#
        try "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: \(body.count)\r\n\r\n\(body)"
            .write(to: folder.appendingPathComponent("api/v1/namespaces/demo"), atomically: true, encoding: .utf8)
        let port = try freePort()
        let server = try openssl(
            "s_server", "-accept", "127.0.0.1:\(port)", "-cert", "server.crt", "-key", "server.key", "-HTTP", "-Verify", "1",
            "-verify_return_error", "-CAfile", "client.crt")
        defer { kill(server.processIdentifier, SIGKILL) }
        func file(authority: String, user: String) throws -> String {
            """
            clusters:
            - name: c
              cluster:
                server: https://127.0.0.1:\(port)
                certificate-authority-data: \(try base64("\(authority).crt"))
            contexts:
            - context: {"cluster": "c", "user": "u"}
              name: x
            current-context: x
            users:
            - name: u
              user:
                client-certificate: \(user).crt
                client-key-data: \(try base64("\(user).key"))
            """
        }
        let good = try file(authority: "server", user: "client")
        try await eventually("the server answers") { (try? await get(good).get())??.metadata.name == "demo" }

        for bad in [try file(authority: "stranger", user: "client"), try file(authority: "server", user: "stranger")] {
            guard case .failure(let error) = try await get(bad) else {
                Issue.record("a stranger was trusted")
                return
            }
            #expect(error.isUnanswered)
        }
    }
}
