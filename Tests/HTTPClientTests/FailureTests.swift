import Core
import Foundation
import HTTPClient
import Synchronization
import Testing
import TestSupport

@Suite struct FailureTests {
    let client = HTTPClient()

    init() { hostileEnvironment }

    private func kind(of request: HTTPRequest) async -> HTTPError.Kind? {
        do throws(HTTPError) {
            _ = try await client.send(request)
            return nil
        } catch {
            return error.kind
        }
    }

    @Test func `nobody listening is told apart from nobody answering`() async throws {
        let server = try ScriptedServer { peer in peer.waitForEnd() }
        #expect(await kind(of: HTTPRequest(url: server.url, timeout: .milliseconds(200))) == .timedOut)
        server.stop()
        try await eventually("the port is closed") { await self.kind(of: HTTPRequest(url: server.url)) == .couldNotConnect }
        #expect(await kind(of: HTTPRequest(url: "http://engine/", unixSocket: temporaryPath("none.sock"))) == .couldNotConnect)
    }

    @Test func `a connection is tried, nothing is asked, and nothing of it stays`() async throws {
        let heard = Mutex<[String]>([])
        let server = try ScriptedServer { peer in
            peer.waitForEnd()
            heard.withLock { $0.append("closed") }
        }
        try await client.connect(to: server.url)
        try await eventually("the other end saw it close") { heard.withLock { $0 } == ["closed"] }
        server.stop()
        let refused = await #expect(throws: HTTPError.self) { try await client.connect(to: server.url) }
        #expect(refused?.kind == .couldNotConnect && refused?.osError == ECONNREFUSED)
    }

    @Test func `a deadline ends an answer that never ends`() async throws {
        let server = try ScriptedServer { peer in
            _ = try peer.request()
            try peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while true {
                try peer.write("1\r\nx\r\n")
                usleep(10_000)
            }
        }
        defer { server.stop() }
        let start = ContinuousClock.now
        #expect(await kind(of: HTTPRequest(url: server.url, timeout: .milliseconds(300))) == .timedOut)
        #expect(ContinuousClock.now - start < .seconds(3))
    }

    @Test func `a stream whose head does not come fails, one that begins late does not`() async throws {
        let server = try ScriptedServer { peer in
            _ = try peer.request()
            usleep(1_500_000)
            try peer.answer("late")
        }
        defer { server.stop() }
        let error = await #expect(throws: HTTPError.self) {
            try await client.stream(HTTPRequest(url: server.url, headTimeout: .milliseconds(200)))
        }
        #expect(error?.kind == .timedOut)
        let stream = try await client.stream(HTTPRequest(url: server.url, headTimeout: nil))
        #expect(try await stream.collect(atMost: 100) == Array("late".utf8))
    }

    @Test func `a stalled stream fails when it was told to`() async throws {
        let server = try ScriptedServer { peer in
            _ = try peer.request()
            try peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
            peer.waitForEnd()
        }
        defer { server.stop() }
        let stream = try await client.stream(HTTPRequest(url: server.url, stallTimeout: .seconds(1)))
        let error = await #expect(throws: HTTPError.self) { try await stream.collect(atMost: 100) }
        #expect(error?.kind == .timedOut)
    }

    @Test func `an answer that is too large is refused, announced or not`() async throws {
        let server = try ScriptedServer { peer in
            let request = try peer.request()
            if request.head.contains("/announced") { try peer.answer(String(repeating: "x", count: 5000)) }
            try peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while true { try peer.write("3E8\r\n" + String(repeating: "x", count: 1000) + "\r\n") }
        }
        defer { server.stop() }
        #expect(await kind(of: HTTPRequest(url: server.url + "/announced", maxBody: 4999)) == .tooLarge)
        #expect(await kind(of: HTTPRequest(url: server.url + "/endless", maxBody: 100_000)) == .tooLarge)
        #expect(await kind(of: HTTPRequest(url: server.url + "/announced", maxBody: 5000)) == nil)
    }

    @Test func `half an answer, garbage and silence are named`() async throws {
        let server = try ScriptedServer { peer in
            let request = try peer.request()
            if request.head.contains("/half") { try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf") }
            if request.head.contains("/garbage") { try peer.write("SSH-2.0-OpenSSH_9\r\n\r\n") }
            if request.head.contains("/large") {
                try peer.write("HTTP/1.1 200 OK\r\n")
                for number in 0..<2000 { try peer.write("X-\(number): \(String(repeating: "y", count: 80))\r\n") }
            }
        }
        defer { server.stop() }
        #expect(await kind(of: HTTPRequest(url: server.url + "/half")) == .closed)
        #expect(await kind(of: HTTPRequest(url: server.url + "/garbage")) == .protocol)
        #expect(await kind(of: HTTPRequest(url: server.url + "/silence")) == .closed)
        #expect(await kind(of: HTTPRequest(url: server.url + "/large")) == .tooLarge)
    }

    @Test func `cancelling a task closes its connection`() async throws {
        let (ends, end) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { peer in
            _ = try peer.request()
            peer.waitForEnd()
            end.finish()
        }
        defer { server.stop() }
        let url = server.url
        let task = Task { await kind(of: HTTPRequest(url: url, timeout: .seconds(60))) }
        try await eventually("the request has arrived") { server.connections == 1 }
        task.cancel()
        #expect(await task.value == .cancelled)
        for await _ in ends {}  // The server has seen the end.
    }

    @Test func `a request of a cancelled task is not answered`() async throws {
        let server = try ScriptedServer { peer in try peer.answer(peer.request().head) }
        defer { server.stop() }
        let url = server.url
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await kind(of: HTTPRequest(url: url))
        }
        task.cancel()
        #expect(await task.value == .cancelled)
    }

    @Test func `the end of the client does not cut what is under way`() async throws {
        let server = try ScriptedServer { peer in
            _ = try peer.request()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na")
            usleep(200_000)
            try peer.write("b")
        }
        defer { server.stop() }
        var short: HTTPClient? = HTTPClient()
        let stream = try #require(try await short?.stream(HTTPRequest(url: server.url)))
        short = nil
        #expect(try await stream.collect(atMost: 10) == Array("ab".utf8))
    }
}
