import Core
import Identity
import Messages
import Messaging

/// History: one page of an app's lines.
struct ReadLinesHandler: Sendable {
    let store: LogStore

    func handle(_ request: Proto.ReadLinesRequest, _ context: RequestContext) async throws(Fault) -> Proto.LineList {
        try context.require(.viewer)
        guard ["", "stdout", "stderr"].contains(request.stream) else { throw .invalid("stream", "is stdout or stderr.") }
        let question = LineQuestion(
            app: try AppID(validating: request.appID, field: "app"),
            deployment: request.deploymentID.isEmpty ? nil : try DeploymentID(validating: request.deploymentID, field: "deployment"),
            build: request.buildID.isEmpty ? nil : try BuildID(validating: request.buildID, field: "build"),
            since: request.since == 0 ? nil : Timestamp(microseconds: request.since),
            until: request.until == 0 ? nil : Timestamp(microseconds: request.until),
            text: request.q.isEmpty ? nil : request.q,
            stream: request.stream.isEmpty ? nil : request.stream,
            instance: request.instance.isEmpty ? nil : request.instance,
            limit: request.limit == 0 ? 50 : min(Int(request.limit), 500),
            cursor: request.cursor.isEmpty ? nil : try LineCursor(request.cursor),
            isFromStart: request.fromStart)
        let page = try await store.read(question)
        return Self.bounded(page)
    }

    /// A reply stays below 200 KiB: a page of long lines is a shorter page, and its cursor says where it ends.
    static func bounded(_ page: LinePage) -> Proto.LineList {
        var bytes = 0
        var kept: [Proto.Line] = []
        for line in page.lines {
            bytes += line.message.count + 200
            if bytes > 200 * 1024, !kept.isEmpty { break }
            kept.append(line)
        }
        let next = kept.count < page.lines.count ? LineCursor.after(Int64(kept.last?.seq ?? 0)) : page.next
        return Proto.LineList(items: kept, nextCursor: next.text, prevCursor: page.previous?.text)
    }
}
