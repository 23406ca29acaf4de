import ContainerEngine
import Core
import Crypto
import Foundation
import HTTPClient
import Logging
import TestSupport
import Testing

@testable import BuildService

/// Tokens as a real registry takes them: it trusts a certificate, and knows nothing else of us.
@Suite(.enabled(if: RegistryProcess.isHere && FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"))) struct RegistryTokensTests {
    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    private func withRegistry(_ body: (RegistryProcess, RegistryTokens, RegistryTokens) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "tokens-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func tokens(_ name: String) throws -> RegistryTokens {
            let (key, certificate) = ("\(folder)/\(name).key", "\(folder)/\(name).crt")
            try openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
            try openssl("req", "-new", "-x509", "-key", key, "-out", certificate, "-days", "30", "-subj", "/CN=\(name)")
            return try RegistryTokens(
                issuer: "slipway", service: "registry", key: Core.Secret(String(contentsOfFile: key, encoding: .utf8)),
                certificate: String(contentsOfFile: certificate, encoding: .utf8))
        }
        let (ours, others) = (try tokens("ours"), try tokens("others"))
        let registry = try await RegistryProcess.start(
            "auth: {token: {realm: \"http://127.0.0.1:1/token\", service: registry, issuer: slipway, rootcertbundle: \(folder)/ours.crt}}")
        defer { registry.end() }
        try await body(registry, ours, others)
    }

    private func status(_ registry: RegistryProcess, _ token: Core.Secret<String>?, _ repository: String, push: Bool) async throws -> Int {
        let client = RegistryClient(registry.address, http: HTTPClient()) { _, _ in token }
        let bytes = Array("hello".utf8), digest = "sha256:" + Hex.encode(Array(SHA256.hash(data: Array("hello".utf8))))
        do throws(EngineError) {
            if push { try await client.upload(bytes, digest: digest, to: repository) } else { _ = try await client.tags(of: repository) }
            return 200
        } catch {
            return error.status
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a token is for its repositories and actions alone, and for its time`() async throws {
        try await withRegistry { registry, ours, others in
            func token(_ tokens: RegistryTokens, _ actions: [String], at time: Timestamp = .now()) -> Core.Secret<String> {
                tokens.token([.init(repository: "p/a", actions: actions)], for: "test", lasting: .seconds(60), at: time)
            }
            let cases: [(token: Core.Secret<String>?, repository: String, push: Bool, answer: Int)] = [
                (nil, "p/a", true, 401), (token(ours, ["pull", "push"]), "p/a", true, 200), (token(ours, ["pull"]), "p/a", false, 200),
                (token(ours, ["pull"]), "p/other", false, 401), (token(ours, ["pull", "push"]), "q/a", true, 401),
                (token(ours, ["pull"], at: .now().adding(.seconds(-3_600))), "p/a", false, 401),
                (token(others, ["pull", "push"]), "p/a", true, 401),
            ]
            for one in cases {
                let answer = try await status(registry, one.token, one.repository, push: one.push)
                #expect(answer == one.answer, "\(one.repository) \(one.push)")
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `no line shows a token, whatever it is part of`() async throws {
        try await withRegistry { _, ours, _ in
            let hidden = Hidden(values: ["hush-hush", "ab"], tokensBeginningWith: [ours.beginning])
            let tokens = (0..<2).map { ours.token([.init(repository: "p/\($0)", actions: ["pull"])], for: "test", lasting: .seconds(60)).reveal() }
            #expect(hidden.masked("a \"\(tokens[0])\", b=\(tokens[1])") == "a \"•••\", b=•••")
            #expect(hidden.masked("abc http://me:hush-hush@proxy") == "abc http://me:•••@proxy")
        }
    }

    @Test(.timeLimit(.minutes(1))) func `who may only pull cannot push`() async throws {
        try await withRegistry { registry, ours, _ in
            let client = RegistryClient(registry.address, http: HTTPClient()) { repository, _ in
                ours.token([.init(repository: repository, actions: ["pull"])], for: "test", lasting: .seconds(60))
            }
            await #expect(throws: EngineError.self) { try await client.upload([1], digest: "sha256:" + String(repeating: "0", count: 64), to: "p/a") }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a node gets what it may pull with, for its password`() async throws {
        try await withRegistry { registry, ours, _ in
            let (http, port) = (HTTPClient(), Recorder<Int>())
            let server = TokenServer(
                tokens: ours, password: Core.Secret("hush"), host: "127.0.0.1", port: 0, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                listening: { port.record($0) })
            let running = Task { try await server.run() }
            defer { running.cancel() }
            try await eventually("it listens") { !port.all.isEmpty }
            let number = port.all[0]
            func ask(_ password: String, _ scope: String) async throws -> HTTPResponse {
                let login = Data("node:\(password)".utf8).base64EncodedString()
                return try await http.send(
                    HTTPRequest(url: "http://127.0.0.1:\(number)/token?service=registry&scope=\(scope)", headers: [("Authorization", "Basic \(login)")]))
            }
            #expect(try await ask("guess", "repository:p/a:pull").status == 401)
            #expect(try await http.send(HTTPRequest(url: "http://127.0.0.1:\(number)/token?service=registry")).status == 401)
            let answer = try await ask("hush", "repository:p/a:pull,push")
            let token = Core.Secret(try #require(try JSONValue(parsing: answer.body)["token"]?.string))
            // A repository that is not there: let in, and told so.
            #expect(try await status(registry, token, "p/a", push: false) == 200)
            #expect(try await status(registry, token, "p/a", push: true) == 401)
            #expect(try await status(registry, token, "p/b", push: false) == 401)
        }
    }
}
