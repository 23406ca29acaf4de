import Core
import Messages
import Postgres

extension LogStore {
    /// How long one question looks through lines that do not match. What is left is for the next question, so that a search
    /// through millions neither holds a connection for long nor stands in the way of what is written.
    private static let patience = Duration.milliseconds(300)

    /// One page, ascending.
    func read(_ question: LineQuestion) async throws(Fault) -> LinePage {
        try await pool.transaction("reading lines") { db in
            // The sequence first: lines up to it are all visible, so the next page can begin right behind it.
            let newest = try db.first(
                "SELECT last_seq FROM apps WHERE app_id = \(question.app) AND project_id = \(question.project)"
            ) { try $0.get("last_seq", as: Int64.self) } ?? 0
            let kept = try db.one("SELECT min(first_seq) AS seq FROM segments WHERE app_id = \(question.app)") { try $0.getOptional("seq", as: Int64.self) }
            var scan = LineScan(question, kept: kept ?? newest + 1, newest: newest)
            if newest > 0 {
                if let origins = try LogStore.origins(question, db) { scan.narrow(to: origins) }
                try LogStore.fill(&scan, question, until: .now + LogStore.patience, db)
            }
            return scan.page()
        }
    }

    /// Where the lines of the deployment and its build lie, at most; nil when neither was asked for.
    private static func origins(_ question: LineQuestion, _ db: isolated PostgresConnection) throws -> ClosedRange<Int64>? {
        let origins = [question.deployment?.description, question.build?.description].compactMap(\.self)
        guard !origins.isEmpty else { return nil }
        let span = try db.one(
            """
            SELECT min(first_seq) AS first, max(last_seq) AS last FROM spans
            WHERE app_id = \(question.app) AND origin_id = ANY (\(origins)::uuid[])
            """
        ) { (try $0.getOptional("first", as: Int64.self), try $0.getOptional("last", as: Int64.self)) }
        guard let first = span.0, let last = span.1 else { return 0...0 }
        return first...last
    }

    /// Reads segment after segment until the page is full, nothing is left, or it has taken long enough.
    private static func fill(_ scan: inout LineScan, _ question: LineQuestion, until end: ContinuousClock.Instant, _ db: isolated PostgresConnection) throws {
        while let left = scan.left {
            let segments = try segments(of: question, left, db)
            for segment in segments {
                let range = segment.range.clamped(to: left)
                scan.add(try lines(in: range, of: segment.day, question, atMost: scan.room, db), of: range)
                if scan.isFull { return }
                if ContinuousClock.now > end { return }
            }
            if segments.count < mostSegments { return scan.finish() }
        }
    }

    private static let mostSegments = 50

    private struct Segment {
        let range: ClosedRange<Int64>
        let day: String
    }

    /// The next segments in the direction of reading, without those of another time.
    private static func segments(of question: LineQuestion, _ left: ClosedRange<Int64>, _ db: isolated PostgresConnection) throws -> [Segment] {
        var conditions: [SQL] = [
            "app_id = \(question.app)", "first_seq <= \(left.upperBound)", "last_seq >= \(left.lowerBound)",
            "first_seq >= coalesce((SELECT max(first_seq) FROM segments WHERE app_id = \(question.app) AND first_seq <= \(left.lowerBound)), 0)",
        ]
        if let since = question.since { conditions.append("last_time >= \(since)") }
        if let until = question.until { conditions.append("first_time < \(until)") }
        return try db.query(
            """
            SELECT first_seq, last_seq, day FROM segments WHERE \(conditions.joined(separator: " AND "))
            ORDER BY first_seq \(question.isBackwards ? "DESC" : "ASC" as SQL) LIMIT \(mostSegments)
            """
        ) { row in Segment(range: try row.get("first_seq")...(try row.get("last_seq")), day: try row.get("day")) }
    }

    private static func lines(
        in range: ClosedRange<Int64>, of day: String, _ question: LineQuestion, atMost limit: Int, _ db: isolated PostgresConnection
    ) throws -> [Proto.Line] {
        try db.query(statement(in: range, of: day, question, atMost: limit), line)
    }

    /// The lines of one segment. Never more than a segment's rows are looked at, in the order of the primary key.
    static func statement(in range: ClosedRange<Int64>, of day: String, _ question: LineQuestion, atMost limit: Int) -> SQL {
        var conditions: [SQL] = [
            "app_id = \(question.app)", "day = \(day)::date", "seq >= \(range.lowerBound)", "seq <= \(range.upperBound)",
        ]
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
        if let source = question.source { conditions.append("source = \(source)") }
        if let text = question.text {
            // As LATIN1 any bytes are text: the search is of bytes, and of any case for ASCII.
            conditions.append(
                """
                position(lower(convert_from(\(Array(text.utf8)), 'LATIN1') COLLATE "C")
                    in lower(convert_from(message, 'LATIN1') COLLATE "C")) > 0
                """)
        }
        return """
            SELECT seq, time, source, instance, stream, message, partial, deployment_id, build_id
            FROM lines WHERE \(conditions.joined(separator: " AND "))
            ORDER BY seq \(question.isBackwards ? "DESC" : "ASC" as SQL) LIMIT \(limit)
            """
    }

    private static func line(_ row: Row) throws -> Proto.Line {
        Proto.Line(
            seq: UInt64(try row.get("seq", as: Int64.self)), time: try row.get("time", as: Timestamp.self).microseconds,
            source: try row.get("source"), instance: try row.get("instance"), stream: try row.get("stream"), message: try row.get("message"),
            deploymentID: try row.getOptional("deployment_id", as: DeploymentID.self)?.description ?? "",
            buildID: try row.getOptional("build_id", as: BuildID.self)?.description ?? "", partial: try row.get("partial"))
    }
}
