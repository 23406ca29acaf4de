import ChangeFeed
import Core
import Messages
import Postgres

/// The end of a project, in two steps: `deleting` at once, the row only when nothing of it is left elsewhere.
extension ProjectStore {
    func markDeleting(_ id: ProjectID) async throws(Fault) {
        try await pool.transaction("marking project for deletion") { db in
            let marked = try db.first(
                """
                UPDATE projects AS p SET state = 'deleting', updated_at = now()
                WHERE id = \(id) AND state = 'active' RETURNING \(Project.columns)
                """, Project.init)
            guard let marked else { return }
            try db.record(Fact(entity: "project", verb: "deleting", project: id, id: id.description, payload: marked.message()))
        }
        committed()
    }

    /// Those that wait longest first; a pass takes a bounded number, the next pass the rest.
    func deleting(atMost limit: Int = 100) async throws(Fault) -> [ProjectID] {
        try await pool.query(
            "listing projects to delete",
            "SELECT id FROM projects WHERE state = 'deleting' ORDER BY updated_at LIMIT \(limit)"
        ) { row in try row.get("id") }
    }

    /// Removes the row and its members. Of several replicas that ask, one removes and tells.
    @discardableResult
    func remove(_ id: ProjectID) async throws(Fault) -> Bool {
        let isRemoved = try await pool.transaction("removing project") { db in
            let removed = try db.first(
                "DELETE FROM projects AS p WHERE id = \(id) AND state = 'deleting' RETURNING \(Project.columns)", Project.init)
            guard let removed else { return false }
            try db.record(Fact(entity: "project", verb: "deleted", project: id, id: id.description, payload: removed.message()))
            return true
        }
        if isRemoved { committed() }
        return isRemoved
    }
}
