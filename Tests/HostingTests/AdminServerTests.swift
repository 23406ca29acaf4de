import AdminServer
import CoreMetrics
import Foundation
import FoundationNetworking
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@Suite struct AdminServerTests {
    private func get(_ path: String, _ port: Int) async throws -> (status: Int, body: String) {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/\(path)"))
        let (data, response) = try await URLSession.shared.data(from: url)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }

    @Test func `it tells health, readiness with its reasons, and figures, and stops when asked`() async throws {
        let metrics = MetricsRegistry()
        metrics.makeCounter(label: "tests", dimensions: []).increment(by: 41)
        let reasons = Reasons()
        let (ports, port) = AsyncStream<Int>.makeStream()
        let server = AdminServer(
            host: "127.0.0.1", port: 0, metrics: metrics, log: Logger(label: "test"),
            notReady: { reasons.now.withLock { $0 } }, listening: { port.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [server], logger: Logger(label: "test")))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var found: Int?
            for await port in ports {
                found = port
                break
            }
            let port = try #require(found)
            #expect(try await get("healthz", port) == (200, "ok\n"))
            #expect(try await get("readyz", port) == (200, "ready\n"))
            reasons.now.withLock { $0 = ["not connected to NATS", "stopping"] }
            #expect(try await get("readyz", port) == (503, "not connected to NATS\nstopping\n"))
            let figures = try await get("metrics", port)
            #expect(figures.body.contains("\ntests_total 41\n"))
            #expect(figures.body.contains("\nprocess_resident_memory_bytes "))
            #expect(try await get("elsewhere", port).status == 404)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private final class Reasons: Sendable {
        let now = Mutex<[String]>([])
    }
}
