import Core
import Postgres

/// What stands for many lines at once: a segment for some thousands that follow one another, a span for those of a
/// deployment or a build. They take the place of every index but the primary key, and cost a batch two statements.
extension LogStore {
    /// A segment takes no more batches beyond either.
    static let segmentLines: Int64 = 20_000
    static let segmentBytes: Int64 = 4 << 20

    /// Adds the lines to the app's newest segment, or begins the next one; the day they belong to, counted from 2000.
    /// The app's row is locked by the caller, so there is one who extends.
    static func extend(with stored: StoredLines, _ db: isolated PostgresConnection) throws -> Int32 {
        var bytes: Int64 = 0
        var (first, last) = (stored.lines[0].time, stored.lines[0].time)
        for line in stored.lines {
            bytes += Int64(line.message.count)
            first = min(first, line.time)
            last = max(last, line.time)
        }
        let extended = try db.first(
            """
            UPDATE segments SET last_seq = \(stored.last), bytes = bytes + \(bytes), stored_at = now(),
                first_time = least(first_time, \(first)), last_time = greatest(last_time, \(last))
            WHERE app_id = \(stored.app) AND first_seq = (SELECT max(first_seq) FROM segments WHERE app_id = \(stored.app))
              AND day = current_date AND \(stored.last) - first_seq < \(segmentLines) AND bytes < \(segmentBytes)
            RETURNING day - date '2000-01-01' AS day
            """
        ) { try $0.get("day", as: Int32.self) }
        if let extended { return extended }
        try db.execute("SELECT make_partition(current_date)")
        return try db.one(
            """
            INSERT INTO segments (app_id, first_seq, last_seq, day, first_time, last_time, bytes, stored_at)
            VALUES (\(stored.app), \(stored.previous + 1), \(stored.last), current_date, \(first), \(last), \(bytes), now())
            RETURNING day - date '2000-01-01' AS day
            """
        ) { try $0.get("day") }
    }

    /// Notes how far the lines of each deployment and build reach.
    static func note(_ stored: StoredLines, _ db: isolated PostgresConnection) throws {
        var spans: [String: (first: Int64, last: Int64)] = [:]
        func note(_ origin: String, _ first: Int64, _ last: Int64) {
            spans[origin, default: (first, first)].last = last
        }
        // Neighbours mostly have the same origin: one entry for each run of them.
        var start = 0
        for index in stored.lines.indices {
            let line = stored.lines[index]
            if index + 1 < stored.lines.count, stored.lines[index + 1].deployment == line.deployment, stored.lines[index + 1].build == line.build { continue }
            let (first, last) = (stored.previous + Int64(start) + 1, stored.previous + Int64(index) + 1)
            if let deployment = line.deployment { note(deployment.description, first, last) }
            if let build = line.build { note(build.description, first, last) }
            start = index + 1
        }
        for (origin, span) in spans {
            try db.execute(
                """
                INSERT INTO spans (app_id, origin_id, first_seq, last_seq) VALUES (\(stored.app), \(origin)::uuid, \(span.first), \(span.last))
                ON CONFLICT (app_id, origin_id) DO UPDATE SET last_seq = excluded.last_seq
                """)
        }
    }
}
