import Core
import Messages
import Messaging

/// Takes lines from builds and from the platform itself.
struct AppendHandler: Sendable {
    let store: LogStore
    let live: LiveLines

    func handle(_ request: Proto.AppendRequest, _ context: RequestContext) async throws(Fault) -> Proto.AppendReply {
        let app = try AppID(validating: request.appID, field: "app_id")
        let project = try ProjectID(validating: request.projectID, field: "project_id")
        try Names.checkText(request.writer, field: "writer", most: 200)
        guard request.firstOrdinal >= 1, request.firstOrdinal < 1 << 53 else { throw .invalid("first_ordinal", "counts from 1.") }
        guard request.lines.count <= 1000 else { throw .invalid("lines", "are at most 1000.") }
        var lines: [LogLine] = []
        lines.reserveCapacity(request.lines.count)
        for (index, line) in request.lines.enumerated() { lines.append(try LogLine(reading: line, index: index)) }
        let first = Int64(request.firstOrdinal)
        if let stored = try await store.append(app: app, project: project, writer: request.writer, firstOrdinal: first, lines: lines) {
            await live.publish(stored)
        }
        return Proto.AppendReply(lastOrdinal: UInt64(first) + UInt64(lines.count) - 1)
    }
}
