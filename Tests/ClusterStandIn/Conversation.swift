import Core
import Foundation

/// One request and its answer, faults and all.
struct Conversation {
    let connection: Connection
    let request: IncomingRequest
    let shared: StandInCluster.Shared

    func answer() throws {
        let record = RecordedRequest(
            method: request.method, path: request.path, query: request.query, body: try? JSONValue(parsing: request.body),
            agent: request.headers["user-agent"] ?? "", connection: connection.number)
        let fault = shared.condition.withLock {
            shared.state.requests.append(record)
            return shared.faults.next(for: record)
        }
        switch fault {
        case .refuse(let code, let reason, let message, let retryAfter):
            return try send(.refusal(code, reason, message, retryAfter: retryAfter))
        case .hang:
            while !connection.isOver() { Thread.sleep(forTimeInterval: 0.05) }
            throw Connection.Ended()
        case .close: throw Connection.Ended()
        case .garble(let text): return try send(.text(200, text))
        case .expiredEvent:
            let status = Answer.status(410, "Expired", "too old resource version: 1 (997)")
            return try send(.text(200, JSONValue.object(["type": "ERROR", "object": status]).encoded() + "\n"))
        case .loseAnswer:
            _ = shared.locked { Routes.answer(request, &$0) }
            throw Connection.Ended()
        case .cut(let count): try send(shared.locked { Routes.answer(request, &$0) }, atMost: count)
        case .endLog(let count): try send(shared.locked { Routes.answer(request, &$0) }, endingLogAfter: count)
        case nil: try send(shared.locked { Routes.answer(request, &$0) }, atMost: nil)
        }
    }

    private func send(_ answer: Answer, atMost limit: Int? = nil, endingLogAfter end: Int = .max) throws {
        switch answer {
        case .json(let code, let value, let headers): try send(code, "application/json", value.encodedBytes() + [0x0A], headers, limit)
        case .text(let code, let text): try send(code, "text/plain", Array(text.utf8), [], limit)
        case .watch(let question):
            try WatchStream(out: try ChunkedBody(connection, limit: limit), question: question, shared: shared).run()
        case .log(let key, let place, let run, let since, let timestamps, let bytes):
            let follows = request.query["follow"] == "true"
            let stream = LogStream(
                out: try ChunkedBody(connection, limit: limit, type: "text/plain"), key: key, run: run, since: since, timestamps: timestamps, follows: follows,
                isPrevious: request.query["previous"] == "true", limit: min(bytes ?? .max, end), shared: shared)
            try stream.run(from: place)
        }
    }

    private func send(_ code: Int, _ type: String, _ body: [UInt8], _ headers: [(String, String)], _ limit: Int?) throws {
        let extra = headers.map { "\($0): \($1)\r\n" }.joined()
        let head = "HTTP/1.1 \(code) X\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\nAudit-Id: 1\r\n\(extra)\r\n"
        try connection.write(Array(head.utf8) + body.prefix(limit ?? .max))
        if limit != nil { throw Connection.Ended() }
    }
}

extension StandInCluster.Shared {
    func locked<T>(_ body: (inout ClusterState) -> T) -> T {
        condition.withLock {
            defer { condition.broadcast() }
            return body(&state)
        }
    }
}

/// An answer in chunks, which may be cut.
final class ChunkedBody {
    private let connection: Connection
    private var left: Int?

    init(_ connection: Connection, limit: Int?, type: String = "application/json") throws {
        self.connection = connection
        left = limit
        try connection.write("HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\nAudit-Id: 1\r\n\r\n")
    }

    var isOver: Bool { connection.isOver() || connection.isSilent }

    func write(_ bytes: [UInt8]) throws {
        let sent = bytes.prefix(left ?? .max)
        // A chunk of no bytes would be the answer's end in good order.
        guard !sent.isEmpty else {
            if !bytes.isEmpty { throw Connection.Ended() }
            return
        }
        try connection.write(Array("\(String(sent.count, radix: 16))\r\n".utf8) + sent + Array("\r\n".utf8))
        guard let left else { return }
        self.left = left - sent.count
        if sent.count < bytes.count { throw Connection.Ended() }
    }

    func end() throws { try connection.write("0\r\n\r\n") }
}
