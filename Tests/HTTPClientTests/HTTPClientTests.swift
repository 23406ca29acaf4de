import Core
import Foundation
import HTTPClient
import Synchronization
import Testing
import TestSupport

/// An environment that would mislead a careless client. Set before the first transfer, for all tests of this process.
let hostileEnvironment: Void = {
    setenv("http_proxy", "http://127.0.0.1:1", 1)
    setenv("all_proxy", "http://127.0.0.1:1", 1)
    setenv("CURL_CA_BUNDLE", "/nowhere", 1)
    setenv("SSL_CERT_FILE", "/nowhere", 1)
    setenv("SSL_CERT_DIR", "/nowhere", 1)
    signal(SIGPIPE, SIG_IGN)
}()

func temporaryPath(_ name: String) -> String { "\(NSTemporaryDirectory())/http-\(UUID().uuidString.prefix(8))-\(name)" }

@Suite struct HTTPClientTests {
    let client = HTTPClient()

    init() { hostileEnvironment }

    @Test func `an answer has its status, its headers and its body`() async throws {
        let server = try ScriptedServer { peer in
            let request = try peer.request()
            try peer.answer(request.head, status: 418, headers: "X-One: a\r\nx-two:  b \r\nX-One: c\r\n")
        }
        defer { server.stop() }
        let answer = try await client.send(HTTPRequest(url: server.url + "/path?q=1", headers: [("X-Mine", "yes")], bearer: Secret("t0ken")))
        #expect(answer.status == 418)
        #expect(answer.header("X-TWO") == "b")
        #expect(answer.headers.filter { $0.name == "X-One" }.map(\.value) == ["a", "c"])
        #expect(answer.text.hasPrefix("GET /path?q=1 HTTP/1.1\r\n"))
        #expect(answer.text.contains("X-Mine: yes\r\n"))
        #expect(answer.text.contains("Authorization: Bearer t0ken\r\n"))
        #expect(!answer.text.contains("Expect"))
    }

    @Test func `connections are kept, but a POST gets one of its own`() async throws {
        let server = try ScriptedServer { peer in
            while true { try peer.answer(String(decoding: peer.request().body, as: UTF8.self)) }
        }
        defer { server.stop() }
        for _ in 0..<3 { _ = try await client.send(HTTPRequest(url: server.url)) }
        #expect(server.connections == 1)
        let answer = try await client.send(HTTPRequest(method: "POST", url: server.url, body: .bytes(Array("hello".utf8))))
        #expect(answer.text == "hello")
        #expect(server.connections == 2)
    }

    @Test func `a POST without a body says so`() async throws {
        let server = try ScriptedServer { peer in try peer.answer(peer.request().head) }
        defer { server.stop() }
        let answer = try await client.send(HTTPRequest(method: "POST", url: server.url))
        #expect(answer.text.contains("Content-Length: 0\r\n"))
        #expect(!answer.text.contains("Content-Type"))
    }

    @Test func `a HEAD has no body although it has a length`() async throws {
        let server = try ScriptedServer { peer in
            _ = try peer.request()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\nDocker-Content-Digest: sha256:1\r\n\r\n")
            peer.waitForEnd()
        }
        defer { server.stop() }
        let answer = try await client.send(HTTPRequest(method: "HEAD", url: server.url))
        #expect(answer.header("docker-content-digest") == "sha256:1")
        #expect(answer.body.isEmpty)
    }

    @Test func `a Unix socket is as good as an address`() async throws {
        let path = temporaryPath("s.sock")
        let server = try ScriptedServer(unixSocket: path) { peer in try peer.answer(peer.request().head) }
        defer { server.stop() }
        let answer = try await client.send(HTTPRequest(url: "http://engine/v1.41/info", unixSocket: path))
        #expect(answer.text.hasPrefix("GET /v1.41/info HTTP/1.1\r\nHost: engine\r\n"))
    }

    @Test func `a redirect is an answer, not an order`() async throws {
        let server = try ScriptedServer { peer in
            _ = try peer.request()
            try peer.answer("", status: 302, headers: "Location: /elsewhere\r\n")
        }
        defer { server.stop() }
        let answer = try await client.send(HTTPRequest(url: server.url))
        #expect(answer.status == 302)
        #expect(server.connections == 1)
    }

    @Test func `interim answers are skipped`() async throws {
        let server = try ScriptedServer { peer in
            _ = try peer.request()
            try peer.write("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
            try peer.answer("late", headers: "X-Late: 1\r\n")
        }
        defer { server.stop() }
        let answer = try await client.send(HTTPRequest(url: server.url))
        #expect((answer.status, answer.text) == (200, "late"))
        #expect(answer.header("X-Early") == nil)
    }

    @Test func `a pinned address is used whatever the name says`() async throws {
        let server = try ScriptedServer { peer in try peer.answer(peer.request().head) }
        defer { server.stop() }
        let port = server.url.split(separator: ":").last!
        let request = HTTPRequest(url: "http://no-such-host.invalid:\(port)/", pinnedAddress: "127.0.0.1")
        #expect(try await client.send(request).text.contains("Host: no-such-host.invalid:\(port)\r\n"))
    }

    @Test(arguments: ["a b", "x\r\nEvil: 1", "é:"]) func `what would be two headers is not sent`(name: String) async throws {
        await #expect(throws: HTTPError.self) { try await client.send(HTTPRequest(url: "http://127.0.0.1:1", headers: [(name, "v")])) }
        let error = await #expect(throws: HTTPError.self) {
            try await client.send(HTTPRequest(url: "http://127.0.0.1:1", headers: [("X", "v\nEvil: 1")]))
        }
        #expect(error?.kind == .invalidRequest)
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://", "gopher://127.0.0.1:1/"])
    func `only http is spoken`(url: String) async throws {
        let error = await #expect(throws: HTTPError.self) { try await client.send(HTTPRequest(url: url)) }
        #expect(error?.kind == .invalidRequest)
    }
}
