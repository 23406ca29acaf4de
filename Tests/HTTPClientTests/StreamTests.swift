import Core
import Foundation
import HTTPClient
import Synchronization
import Testing
import TestSupport

@Suite struct StreamTests {
    let client = HTTPClient()

    init() { hostileEnvironment }

    @Test func `a reader that does not read stops the sender, and loses nothing`() async throws {
        let block = (0..<251 * 256).map { UInt8($0 % 251) }
        let total = block.count * 512
        let box = Box()
        let server = try ScriptedServer { peer in
            _ = try peer.request()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            for _ in 0..<512 {
                try peer.write(block)
                box.value.withLock { $0 += block.count }
            }
            peer.waitForEnd()
        }
        defer { server.stop() }
        let stream = try await client.stream(HTTPRequest(url: server.url))
        try await eventually("the sender stands still", within: .seconds(20), every: .milliseconds(300)) {
            let before = box.value.withLock { $0 }
            try await Task.sleep(for: .milliseconds(300))
            return (before, box.value.withLock { $0 })
        } until: { $0.0 == $0.1 && $0.0 > 0 }
        #expect(box.value.withLock { $0 } < 16 << 20)
        // Others go on meanwhile, on the same thread.
        let other = try ScriptedServer { peer in try peer.answer(peer.request().head) }
        defer { other.stop() }
        #expect(try await client.send(HTTPRequest(url: other.url, timeout: .seconds(5))).status == 200)
        var place = 0
        var isRight = true
        for try await chunk in stream.body {
            for byte in chunk {
                isRight = isRight && byte == UInt8(place % 251)
                place += 1
            }
        }
        #expect(place == total)
        #expect(isRight)
    }

    @Test func `letting go of a stream closes its connection`() async throws {
        let (ends, end) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { peer in
            _ = try peer.request()
            try peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
            peer.waitForEnd()
            end.finish()
        }
        defer { server.stop() }
        var stream: HTTPStream? = try await client.stream(HTTPRequest(url: server.url))
        #expect(try await stream?.body.next() == [UInt8(ascii: "x")])
        stream = nil
        for await _ in ends {}
    }

    @Test func `a file is sent as it is`() async throws {
        let path = temporaryPath("upload")
        let bytes = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let server = try ScriptedServer { peer in
            let body = try peer.request().body
            try peer.answer(body == bytes ? "same" : "other")
        }
        defer { server.stop() }
        let request = HTTPRequest(method: "PUT", url: server.url, headers: [("Content-Type", "application/x-tar")], body: .file(path: path))
        #expect(try await client.send(request).text == "same")
        let missing = await #expect(throws: HTTPError.self) {
            try await client.send(HTTPRequest(method: "PUT", url: server.url, body: .file(path: path + ".none")))
        }
        #expect(missing?.kind == .invalidRequest)
    }

    @Test func `a writer feeds a request, and waits while the server does not read`() async throws {
        let server = try ScriptedServer { peer in
            usleep(300_000)
            let body = try peer.request().body
            try peer.answer("\(body.count)")
        }
        defer { server.stop() }
        let upload = HTTPUpload(capacity: 10_000)
        async let answer = client.send(HTTPRequest(method: "POST", url: server.url, body: .stream(upload)))
        for _ in 0..<500 { try await upload.write([UInt8](repeating: 7, count: 20_000)) }
        upload.finish()
        #expect(try await answer.text == "10000000")
    }

    @Test func `a writer that fails fails the request, and a request that ends tells the writer`() async throws {
        let server = try ScriptedServer { peer in _ = try peer.request() }
        defer { server.stop() }
        let broken = HTTPUpload()
        let (client, url) = (client, server.url)
        let answer = Task { try await client.send(HTTPRequest(method: "POST", url: url, body: .stream(broken))) }
        try await broken.write([1, 2, 3])
        broken.fail()
        await #expect(throws: HTTPError.self) { _ = try await answer.value }
        await #expect(throws: HTTPError.self) { try await broken.write([4]) }
    }

    @Test func `a hundred requests at once are a hundred answers`() async throws {
        let server = try ScriptedServer { peer in
            while true { try peer.answer(peer.request().head) }
        }
        defer { server.stop() }
        let (client, url) = (client, server.url)
        let right = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask { try await client.send(HTTPRequest(url: url + "/\(number)")).text.hasPrefix("GET /\(number) ") }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(right == 100)
    }
}

/// A mutex that a closure can keep.
final class Box: Sendable {
    let value = Mutex(0)
}
