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
            let fresh = Array(lines.dropFirst(Int(max(0, known - firstOrdinal + 1))))
            try db.execute("UPDATE writers SET last_ordinal = \(last) WHERE app_id = \(app) AND writer = \(writer)")
            return try LogStore.store(fresh.flatMap { $0.pieces() }, of: app, db)
        }
        LogStore.count(stored, of: lines.count)
        return stored
    }

    /// Stores what a container said, together with how far that is; nil when another replica holds the app by now.
    func append(app: AppID, fence: Int64, container: String, mark: TailMark, lines: [LogLine]) async throws(Fault) -> StoredLines? {
        let stored = try await pool.transaction("appending a container's lines") { db -> StoredLines? in
            let holds = try db.first(
                "SELECT 1 AS held FROM apps WHERE app_id = \(app) AND lease_fence = \(fence) AND deleted_at IS NULL FOR NO KEY UPDATE"
            ) { _ in true }
            guard holds == true else { return nil }
            try db.execute(
                """
                UPDATE tails SET cursor_time = \(mark.cursor.microseconds), cursor_count = \(mark.cursor.count),
                    open_stdout = \(mark.open.stdout), open_stderr = \(mark.open.stderr)
                WHERE container_id = \(container) AND app_id = \(app)
                """)
            return try LogStore.store(lines.flatMap { $0.pieces() }, of: app, db)
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

    /// Gives the lines their places. The app's row is locked until the commit, so a reader never sees a later line first.
    private static func store(_ lines: [LogLine], of app: AppID, _ db: isolated PostgresConnection) throws -> StoredLines? {
        guard !lines.isEmpty else { return nil }
        let (last, project) = try db.one(
            "UPDATE apps SET last_seq = last_seq + \(lines.count) WHERE app_id = \(app) RETURNING last_seq, project_id"
        ) { (try $0.get("last_seq", as: Int64.self), try $0.get("project_id", as: ProjectID.self)) }
        let previous = last - Int64(lines.count)
        let rows = lines.enumerated().map { index, line -> [String?] in
            [
                app.description, String(previous + Int64(index) + 1), line.time.exact, line.source.rawValue, line.instance, line.stream.rawValue,
                "\\x" + Hex.encode(line.message), line.deployment?.description, line.build?.description,
            ]
        }
        try db.copyIn(
            "lines", columns: ["app_id", "seq", "time", "source", "instance", "stream", "message", "deployment_id", "build_id"], rows: rows)
        return StoredLines(app: app, project: project, previous: previous, lines: lines)
    }
}
