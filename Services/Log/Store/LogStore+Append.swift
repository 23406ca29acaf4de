import Core
import Postgres
import Telemetry

extension LogStore {
    /// Stores what is new of a writer's numbered lines; nil when nothing was, or when the app is gone.
    func append(app: AppID, project: ProjectID, writer: String, firstOrdinal: Int64, lines: [LogLine]) async throws(Fault) -> StoredLines? {
        let stored = try await pool.transaction("appending lines") { db -> StoredLines? in
            guard try LogStore.admit(app: app, project: project, db) else {
                Figures.dropped.increment("deleted", by: lines.count)
                return nil
            }
            // The app's row is locked, so two batches of one writer that arrive at two replicas at once follow one another.
            let known = try db.one(
                """
                INSERT INTO writers (app_id, writer, last_ordinal) VALUES (\(app), \(writer), 0)
                ON CONFLICT (app_id, writer) DO UPDATE SET updated_at = now() RETURNING last_ordinal
                """
            ) { try $0.get("last_ordinal", as: Int64.self) }
            let last = firstOrdinal + Int64(lines.count) - 1
            guard last > known else { return nil }
            let fresh = lines.dropFirst(Int(max(0, known - firstOrdinal + 1))).flatMap { $0.pieces() }
            try db.execute("UPDATE writers SET last_ordinal = \(last) WHERE app_id = \(app) AND writer = \(writer)")
            let place = try db.one(
                "UPDATE apps SET last_seq = last_seq + \(fresh.count) WHERE app_id = \(app) RETURNING last_seq, project_id", Place.init)
            return try LogStore.store(fresh, of: app, at: place, db)
        }
        LogStore.count(stored, of: lines.count)
        return stored
    }

    /// Stores what a container said, together with how far that is; nil when another replica holds the app by now. There may
    /// be no line: what was dropped moves the mark too.
    func append(app: AppID, fence: Int64, container: String, mark: TailMark, lines: [LogLine]) async throws(Fault) -> StoredLines? {
        let stored = try await pool.transaction("appending a container's lines") { db -> StoredLines? in
            // One statement asks for the lease, takes the places and locks the app's row until the commit.
            let place = try db.first(
                """
                UPDATE apps SET last_seq = last_seq + \(lines.count)
                WHERE app_id = \(app) AND lease_fence = \(fence) AND deleted_at IS NULL RETURNING last_seq, project_id
                """, Place.init)
            guard let place else { return nil }
            try db.execute(
                """
                UPDATE tails SET cursor_time = \(mark.cursor.microseconds), cursor_count = \(mark.cursor.count),
                    open_stdout = \(mark.open.stdout), open_stderr = \(mark.open.stderr), flood_window = \(mark.flood.window),
                    flood_written = \(mark.flood.written), flood_dropped = \(mark.flood.dropped)
                WHERE container_id = \(container) AND app_id = \(app)
                """)
            return try LogStore.store(lines, of: app, at: place, db)
        }
        if stored != nil { LogStore.count(stored, of: lines.count) }
        return stored
    }

    /// Makes the app's row, and locks it until the commit; false when the app was deleted: what comes late is dropped, not
    /// kept for ever. Without the lock a deletion could pass between this question and the storing.
    static func admit(app: AppID, project: ProjectID, _ db: isolated PostgresConnection) throws -> Bool {
        try db.execute("INSERT INTO apps (app_id, project_id) VALUES (\(app), \(project)) ON CONFLICT (app_id) DO NOTHING")
        return try db.first("SELECT deleted_at IS NULL AS alive FROM apps WHERE app_id = \(app) FOR NO KEY UPDATE") { try $0.get("alive", as: Bool.self) } ?? false
    }

    /// Where a batch ends in its app's sequence.
    private struct Place {
        let last: Int64
        let project: ProjectID

        init(_ row: Row) throws {
            last = try row.get("last_seq")
            project = try row.get("project_id")
        }
    }

    private static let columns = [
        "app_id", "seq", "day", "time", "source", "instance", "stream", "message", "partial", "deployment_id", "build_id",
    ]

    /// Writes the lines to their places. The app's row is locked until the commit, so a reader never sees a later line first.
    private static func store(_ lines: [LogLine], of app: AppID, at place: Place, _ db: isolated PostgresConnection) throws -> StoredLines {
        let stored = StoredLines(app: app, project: place.project, previous: place.last - Int64(lines.count), lines: lines)
        guard !lines.isEmpty else { return stored }
        let day = try extend(with: stored, db)
        try note(stored, db)
        var rows = BinaryRows(columns: columns.count, capacity: lines.reduce(0) { $0 + $1.message.count + 200 })
        for (index, line) in lines.enumerated() {
            rows.beginRow()
            rows.add(app)
            rows.add(stored.previous + Int64(index) + 1)
            rows.add(day: day)
            rows.add(line.time)
            rows.add(line.source.rawValue)
            rows.add(line.instance)
            rows.add(line.stream.rawValue)
            rows.add(line.message)
            rows.add(line.isPartial)
            rows.add(line.deployment)
            rows.add(line.build)
        }
        try db.copyIn("lines", columns: columns, rows: rows)
        return stored
    }
}
