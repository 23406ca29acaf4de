import Core
import Crypto
import Foundation
import HTTPClient
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import ContainerEngine

@Suite(.serialized, .enabled(if: ClosedRegistry.isHere), .timeLimit(.minutes(2))) struct RegistryLoginTests {
    private func digest(_ bytes: [UInt8]) -> String { "sha256:" + Hex.encode(Array(SHA256.hash(data: bytes))) }

    private func refusal(_ body: () async throws(EngineError) -> Void) async -> EngineError? {
        do throws(EngineError) {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    private func client(_ registry: ClosedRegistry, password: String? = nil, isTrusted: Bool = true) throws -> RegistryClient {
        let login = password.map { HTTPLogin(user: "slipway", password: Secret($0)) } ?? ClosedRegistry.login
        return RegistryClient(try registry.configuration(login: login, isTrusted: isTrusted), http: HTTPClient())
    }

    /// An image of nothing, whole; its manifest's digest.
    private func store(_ client: RegistryClient, _ repository: String) async throws -> String {
        let config = Array(#"{"architecture":"amd64","os":"linux","config":{"User":"1000","ExposedPorts":{"8080/tcp":{}}},"rootfs":{"type":"layers","diff_ids":[]}}"#.utf8)
        try await client.upload(config, digest: digest(config), to: repository)
        let type = "application/vnd.oci.image.manifest.v1+json"
        let manifest: JSONValue = [
            "schemaVersion": 2, "mediaType": .string(type),
            "config": ["mediaType": "application/vnd.oci.image.config.v1+json", "digest": .string(digest(config)), "size": .int(Int64(config.count))],
            "layers": [],
        ]
        let bytes = manifest.encodedBytes()
        try await client.putManifest(bytes, type: type, to: repository, tag: "v1")
        return digest(bytes)
    }

    @Test func `a registry with TLS of its own authority and a password takes all that is asked of it`() async throws {
        let registry = try await ClosedRegistry.basic()
        defer { registry.end() }
        let client = try client(registry)
        let stored = try await store(client, "p/a")
        #expect(try await client.digest(of: "p/a", "v1") == stored)
        #expect(try await client.tags(of: "p/a") == ["v1"])
        #expect(try await client.details(of: "p/a", "v1") == .init(digest: stored, exposedPorts: [8080], user: "1000"))
        #expect(try await client.blobs(of: "p/a", stored).count == 2)
        try await client.deleteManifest("p/a", digest: stored)
        #expect(try await !client.exists("p/a", "v1"))
        #expect(await client.examine() == .ok("The registry at https://\(registry.address) answers, lets us in and takes uploads."))
    }

    @Test func `what keeps us out is named, with what to do, and without the password`() async throws {
        let registry = try await ClosedRegistry.basic()
        defer { registry.end() }
        let wrong = try client(registry, password: "wrong-one-2")
        for _ in 0..<2 {
            let error = await refusal { () async throws(EngineError) in _ = try await wrong.tags(of: "p/a") }
            #expect(error?.reason == .loginRefused && error?.status == 401)
            #expect(error?.message == "\(registry.address) refuses the login of SLIPWAY_REGISTRY_USER; see SLIPWAY_REGISTRY_PASSWORD_FILE")
        }
        let doubtful = try client(registry, isTrusted: false)
        let nobody = RegistryClient(try registry.configuration(login: nil), http: HTTPClient())
        let findings = [
            await wrong.examine(), await doubtful.examine(), await nobody.examine(),
        ]
        let advice = ["SLIPWAY_REGISTRY_PASSWORD_FILE", "SLIPWAY_REGISTRY_CERTIFICATE_AUTHORITY_FILE", "set SLIPWAY_REGISTRY_USER and SLIPWAY_REGISTRY_PASSWORD_FILE"]
        for (finding, word) in zip(findings, advice) {
            #expect(finding.state == .fail && finding.advice.contains(word), "\(finding)")
            #expect(!"\(finding)".contains("wrong-one") && !"\(finding)".contains("hush"))
        }
        let error = await refusal { () async throws(EngineError) in _ = try await doubtful.tags(of: "p/a") }
        #expect(error?.reason == .untrusted)
    }

    private func withTokens(_ rules: TokenService.Rules = .init(), _ body: (RegistryClient, TokenService) async throws -> Void) async throws {
        let tokens = try TokenService(rules)
        defer { tokens.stop() }
        let registry = try await ClosedRegistry.start(isPlain: true) { try tokens.trusted(in: $0) }
        defer { registry.end() }
        try await body(try client(registry), tokens)
    }

    @Test func `a token is asked for once for what it is for, and shown until it is over`() async throws {
        try await withTokens { client, tokens in
            let stored = try await store(client, "p/a")
            for _ in 0..<5 { #expect(try await client.digest(of: "p/a", "v1") == stored) }
            try await client.deleteManifest("p/a", digest: stored)
            #expect(tokens.scopes.sorted() == ["repository:p/a:delete", "repository:p/a:pull", "repository:p/a:pull,push"])
            #expect(await client.examine().state == .ok)
            tokens.rules.withLock { ($0.expiresIn, $0.name) = (1, "access_token") }
            let before = tokens.scopes.count
            try await eventually("it is asked again when the token is over") {
                _ = try await client.tags(of: "p/b")
                return tokens.scopes.dropFirst(before).filter { $0 == "repository:p/b:pull" }.count > 1
            }
        }
    }

    @Test func `a token that is not taken is replaced once`() async throws {
        // The first is asked for after one 401 already, and a second is the end; the next request finds it wanting, and has another.
        try await withTokens(.init(broken: 1)) { client, tokens in
            let error = await refusal { () async throws(EngineError) in _ = try await client.tags(of: "p/a") }
            #expect(error?.reason == .notAllowed && tokens.scopes.count == 1)
            let tags = try await client.tags(of: "p/a")
            #expect(tags.isEmpty && tokens.scopes.count == 2)
        }
        try await withTokens(.init(broken: 100)) { client, tokens in
            let error = await refusal { () async throws(EngineError) in _ = try await client.tags(of: "p/a") }
            #expect(error?.reason == .notAllowed && tokens.scopes.count == 1)
            _ = await refusal { () async throws(EngineError) in _ = try await client.tags(of: "p/a") }
            #expect(tokens.scopes.count == 2)
        }
    }

    @Test func `a token service that refuses the login, or a part of what is asked, is told apart`() async throws {
        try await withTokens(.init(password: "another")) { client, tokens in
            let error = await refusal { () async throws(EngineError) in _ = try await client.tags(of: "p/a") }
            #expect(error?.reason == .loginRefused && tokens.scopes.count == 1)
            #expect(error?.message.hasPrefix("127.0.0.1 refuses the login of SLIPWAY_REGISTRY_USER for 127.0.0.1:") == true)
        }
        try await withTokens(.init(actions: ["pull"])) { client, _ in
            let tags = try await client.tags(of: "p/a")
            #expect(tags.isEmpty)
            let (bytes, name) = (Array("x".utf8), digest(Array("x".utf8)))
            let error = await refusal { () async throws(EngineError) in try await client.upload(bytes, digest: name, to: "p/a") }
            #expect(error?.reason == .notAllowed && error?.message.hasSuffix("does not let it pull and push in p/a") == true)
            #expect(await client.examine().advice.contains("let SLIPWAY_REGISTRY_USER push"))
        }
    }

    @Test func `behind TLS, a token service without it never sees the login`() async throws {
        let tokens = try TokenService()
        defer { tokens.stop() }
        let registry = try await ClosedRegistry.start { try tokens.trusted(in: $0) }
        defer { registry.end() }
        let client = try client(registry)
        let error = await refusal { () async throws(EngineError) in _ = try await client.tags(of: "p/a") }
        #expect(error?.message.contains("without TLS") == true && tokens.scopes.isEmpty)
    }

    @Test func `a storage elsewhere is shown nothing, whatever it asks for`() async throws {
        let seen = Mutex<[String?]>([])
        let storage = try ScriptedServer { connection in
            while true {
                let request = try connection.request()
                seen.withLock { $0.append(request.header("Authorization")) }
                guard seen.withLock(\.count) == 1 else {
                    try connection.answer("{}", status: 401, headers: "WWW-Authenticate: Basic realm=\"x\"\r\n")
                    continue
                }
                try connection.answer(#"{"config":{"User":"7"}}"#)
            }
        }
        defer { storage.stop() }
        let registry = try await ClosedRegistry.basic(isPlain: true, "middleware: {storage: [{name: redirect, options: {baseurl: \"\(storage.url)\"}}]}")
        defer { registry.end() }
        let client = try client(registry)
        let stored = try await store(client, "p/a")
        #expect(try await client.details(of: "p/a", "v1") == .init(digest: stored, exposedPorts: [], user: "7"))
        let error = await refusal { () async throws(EngineError) in _ = try await client.details(of: "p/a", "v1") }
        #expect(error?.status == 401 && error?.reason == nil)
        #expect(seen.withLock(\.self) == [nil, nil])
    }

    @Test func `an upload that is wanted elsewhere goes there without the login`() async throws {
        let seen = Mutex<[String?]>([])
        let storage = try ScriptedServer { connection in
            while true {
                let request = try connection.request()
                seen.withLock { $0.append(request.header("Authorization")) }
                try connection.answer("", status: 201)
            }
        }
        defer { storage.stop() }
        let shown = Mutex<[String?]>([])
        let place = storage.url
        let registry = try ScriptedServer { connection in
            while true {
                let request = try connection.request()
                shown.withLock { $0.append(request.header("Authorization")) }
                guard request.header("Authorization") != nil else {
                    try connection.answer("", status: 401, headers: "WWW-Authenticate: Negotiate\r\nWWW-Authenticate: Basic realm=\"a, b\"\r\n")
                    continue
                }
                if request.head.hasPrefix("HEAD") {
                    try connection.write("HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n")
                } else {
                    try connection.answer("", status: 202, headers: "Location: \(place)/take?it=1\r\n")
                }
            }
        }
        defer { registry.stop() }
        let host = String(registry.url.dropFirst("http://".count))
        let client = RegistryClient(RegistryConfiguration(place: RegistryPlace(host: host), isPlain: true, login: ClosedRegistry.login), http: HTTPClient())
        try await client.upload(Array("x".utf8), digest: digest(Array("x".utf8)), to: "p/a")
        #expect(seen.withLock(\.self) == [nil])
        #expect(shown.withLock { $0.map { $0 == nil } } == [true, false, false])
    }
}
