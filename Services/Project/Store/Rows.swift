import Core
import Identity
import Postgres

extension ProjectState: PostgresValue {}
extension Role: PostgresValue {}

extension Project {
    /// In a statement that joins, `projects` is `p`.
    static let columns: SQL = "p.id, p.name, p.display_name, p.state, p.owner_id, p.log_retention_days, p.log_retention_bytes, p.created_at, p.updated_at"

    init(_ row: Row) throws {
        self.init(
            id: try row.get("id"), name: try row.get("name"), displayName: try row.get("display_name"),
            state: try row.get("state"), ownerID: try row.get("owner_id"),
            logRetention: LogRetention(days: try row.getOptional("log_retention_days"), bytes: try row.getOptional("log_retention_bytes")),
            createdAt: try row.get("created_at"),
            updatedAt: try row.get("updated_at"))
    }
}

extension Membership {
    init(_ row: Row) throws {
        self.init(project: try Project(row), role: try row.get("role"))
    }
}
