import Core
import Messages
import Postgres

/// Which lines, and from where.
struct LineQuestion: Sendable {
    var app: AppID
    /// The app's lines are there only for who asks as its project.
    var project: ProjectID
    var deployment: DeploymentID?
    var build: BuildID?
    var since: Timestamp?
    var until: Timestamp?
    var text: String?
    var stream: String?
    var instance: String?
    var limit: Int
    var cursor: LineCursor?
    var isFromStart: Bool
}

struct LinePage: Sendable {
    var lines: [Proto.Line]
    /// Where to ask again, for what comes.
    var next: LineCursor
    /// Where what came before ends; nil at the beginning.
    var previous: LineCursor?
    /// Read from its end on: when it has to be shorter, its beginning goes.
    var isBackwards = false
}

extension LogStore {
    /// One page, ascending. The newest lines when there is neither cursor nor start.
    func read(_ question: LineQuestion) async throws(Fault) -> LinePage {
        try await pool.transaction("reading lines") { db in
            // The sequence first: lines up to it are all visible, so the next page can begin right behind it.
            let newest = try db.first(
                "SELECT last_seq FROM apps WHERE app_id = \(question.app) AND project_id = \(question.project)"
            ) { try $0.get("last_seq", as: Int64.self) } ?? 0
            var conditions: [SQL] = ["app_id = \(question.app)", "seq <= \(newest)"]
            switch (question.deployment, question.build) {
            case (let deployment?, let build?): conditions.append("(deployment_id = \(deployment) OR build_id = \(build))")
            case (let deployment?, nil): conditions.append("deployment_id = \(deployment)")
            case (nil, let build?): conditions.append("build_id = \(build)")
            case (nil, nil): break
            }
            if let since = question.since { conditions.append("time >= \(since)") }
            if let until = question.until { conditions.append("time < \(until)") }
            if let stream = question.stream { conditions.append("stream = \(stream)") }
            if let instance = question.instance { conditions.append("instance = \(instance)") }
            if let text = question.text {
                // As LATIN1 any bytes are text: the search is of bytes, and of any case for ASCII.
                conditions.append(
                    """
                    position(lower(convert_from(\(Array(text.utf8)), 'LATIN1') COLLATE "C")
                        in lower(convert_from(message, 'LATIN1') COLLATE "C")) > 0
                    """)
            }
            var isBackwards = !question.isFromStart && question.since == nil
            switch question.cursor {
            case .after(let seq):
                conditions.append("seq > \(seq)")
                isBackwards = false
            case .before(let seq):
                conditions.append("seq < \(seq)")
                isBackwards = true
            case nil: break
            }
            let order: SQL = isBackwards ? "ORDER BY seq DESC" : "ORDER BY seq"
            let matching = conditions.joined(separator: " AND ")
            var lines = try db.query(
                """
                SELECT seq, time, source, instance, stream, message, deployment_id, build_id
                FROM lines WHERE \(matching) \(order) LIMIT \(question.limit)
                """, LogStore.line)
            let isWhole = lines.count < question.limit
            if isBackwards { lines.reverse() }
            let first = lines.first.map { Int64($0.seq) }
            let last = lines.last.map { Int64($0.seq) }
            let next: Int64
            switch question.cursor {
            case .before(let seq): next = last ?? max(0, seq - 1)
            default: next = isWhole || isBackwards ? newest : last ?? newest
            }
            let hasMoreBefore = isBackwards ? !isWhole : (first ?? 1) > 1
            return LinePage(lines: lines, next: .after(next), previous: hasMoreBefore ? first.map { .before($0) } : nil, isBackwards: isBackwards)
        }
    }

    private static func line(_ row: Row) throws -> Proto.Line {
        Proto.Line(
            seq: UInt64(try row.get("seq", as: Int64.self)), time: try row.get("time", as: Timestamp.self).microseconds,
            source: try row.get("source"), instance: try row.get("instance"), stream: try row.get("stream"), message: try row.get("message"),
            deploymentID: try row.getOptional("deployment_id", as: DeploymentID.self)?.description ?? "",
            buildID: try row.getOptional("build_id", as: BuildID.self)?.description ?? "")
    }
}
