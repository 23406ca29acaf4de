import Core
import Logging
import Messages
import Messaging
import Synchronization

/// Lines for the log service, as builds and the platform send them; each task is the writer of an app of its own.
final class AppendLoad: Load {
    private static let batch = 500

    private struct Writer: Sendable {
        let app = AppID(), project = ProjectID()
        var ordinal: UInt64 = 1
    }

    private let rpc: RPCClient
    private let writers = Mutex<[Int: Writer]>([:])

    init(_ given: Given, _ log: Logger) async throws {
        rpc = RPCClient(nats: try await given.bus("bench-append", log: log), service: "benchappend")
    }

    func run(_ window: Window) async throws -> Figures {
        let message = Array(String(repeating: "GET /orders/4711 200 12ms ", count: 5).utf8.prefix(120))
        var figures = try await window.closedLoop { [self] task in
            let writer = writers.withLock { (writers: inout [Int: Writer]) -> Writer in
                let writer = writers[task, default: Writer()]
                writers[task] = writer
                writers[task]?.ordinal += UInt64(Self.batch)
                return writer
            }
            let now = Timestamp.now().microseconds
            let lines = (0..<Self.batch).map { number in
                Proto.Line(time: now + Int64(number), source: "platform", instance: "bench", stream: "stdout", message: message)
            }
            _ = try await rpc.call(
                LogInternalRPC.append,
                Proto.AppendRequest(
                    projectID: writer.project.description, appID: writer.app.description, writer: "bench", firstOrdinal: writer.ordinal,
                    lines: lines),
                .new(deadline: .seconds(20)))
        }
        figures.count *= Self.batch
        return figures
    }
}
