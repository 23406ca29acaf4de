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
        guard ["", "build", "instance", "platform"].contains(request.source) else { throw .invalid("source", "is build, instance or platform.") }
        let question = LineQuestion(
            app: try AppID(validating: request.appID, field: "app"), project: try context.project,
            deployment: request.deploymentID.isEmpty ? nil : try DeploymentID(validating: request.deploymentID, field: "deployment"),
            build: request.buildID.isEmpty ? nil : try BuildID(validating: request.buildID, field: "build"),
            since: request.since == 0 ? nil : Timestamp(microseconds: request.since),
            until: request.until == 0 ? nil : Timestamp(microseconds: request.until),
            text: request.q.isEmpty ? nil : request.q,
            stream: request.stream.isEmpty ? nil : request.stream,
            instance: request.instance.isEmpty ? nil : request.instance,
            source: request.source.isEmpty ? nil : request.source,
            limit: request.limit == 0 ? 50 : min(Int(request.limit), 500),
            cursor: request.cursor.isEmpty ? nil : try LineCursor(request.cursor),
            isFromStart: request.fromStart)
        let page = try await store.read(question)
        return Self.bounded(page)
    }

    /// A reply stays below 200 KiB: a page of long lines is a shorter page, and its cursors say where it ends.
    static func bounded(_ page: LinePage) -> Proto.LineList {
        var bytes = 0
        let inOrder = page.isBackwards ? page.lines.reversed() : page.lines
        var kept = Array(
            inOrder.prefix { line in
                bytes += line.message.count + line.instance.utf8.count + 200
                return bytes <= 200 * 1024
            })
        if page.isBackwards { kept.reverse() }
        var (next, previous, hasMore) = (page.next, page.previous, page.hasMore)
        if kept.count < page.lines.count {
            hasMore = true
            if page.isBackwards {
                previous = kept.first.map { .before(Int64($0.seq)) }
            } else if let last = kept.last {
                next = .after(Int64(last.seq))
            }
        }
        return Proto.LineList(items: kept, nextCursor: next.text, prevCursor: previous?.text, hasMore: hasMore, missing: UInt64(page.missing))
    }
}
