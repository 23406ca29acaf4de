import ChangeFeed
import Core
import Identity
import Messages
import Postgres

/// The rows of projects and members. Whatever changes is told in the change feed, in the same transaction.
struct ProjectStore: Sendable {
    let pool: PostgresPool
    /// Called after a transaction that recorded a fact.
    let committed: @Sendable () -> Void

    /// The new project, or the one that the same command made before.
    func create(_ id: ProjectID, name: String, owner: AccountID, quota: Int) async throws(Fault) -> Membership {
        let membership = try await pool.transaction("creating project") { db in
            // Two commands of one account wait for one another here; else both could take the last place of the quota.
            try db.execute("SELECT pg_advisory_xact_lock(hashtextextended(\(owner.description), 0))")
            if let known = try Self.find(id, ownedBy: owner, db) {
                guard known.name == name else { throw Fault.conflict("There is already another project with this id.") }
                return Membership(project: known, role: .owner)
            }
            let owned = try db.one("SELECT count(*) AS count FROM projects WHERE owner_id = \(owner)") { row in
                try row.get("count", as: Int.self)
            }
            guard owned < quota else {
                throw Fault.exhausted("You own \(owned) projects; more than \(quota) are not allowed here.", retryAfter: nil)
            }
            let created = try db.first(
                """
                INSERT INTO projects AS p (id, name, owner_id) VALUES (\(id), \(name), \(owner))
                ON CONFLICT DO NOTHING RETURNING \(Project.columns)
                """, Project.init)
            guard let created else { throw Fault.conflict("There is already a project named \(name).") }
            try db.execute(
                "INSERT INTO members (project_id, account_id, role) VALUES (\(id), \(owner), \(Role.owner))")
            let membership = Membership(project: created, role: .owner)
            try db.record(Fact(entity: "project", verb: "created", project: id, id: id.description, payload: created.message()))
            try db.record(membership.fact(verb: "created", account: owner))
            return membership
        }
        committed()
        return membership
    }

    /// What an account is in a project; nil when there is no such project or it is no member.
    func membership(of account: AccountID, in reference: ProjectReference) async throws(Fault) -> Membership? {
        let condition: SQL =
            switch reference {
            case .id(let id): "p.id = \(id)"
            case .name(let name): "p.name = \(name)"
            }
        return try await pool.first(
            "reading membership",
            """
            SELECT \(Project.columns), m.role FROM projects p JOIN members m ON m.project_id = p.id
            WHERE m.account_id = \(account) AND \(condition)
            """, Membership.init)
    }

    /// A page of the account's projects by name, and the cursor of the next one.
    func memberships(of account: AccountID, _ page: Page) async throws(Fault) -> (items: [Membership], next: String?) {
        let after = try page.cursor.map { (cursor) throws(Fault) in try Self.name(ofCursor: cursor) }
        let rows = try await pool.query(
            "listing projects",
            """
            SELECT \(Project.columns), m.role FROM projects p JOIN members m ON m.project_id = p.id
            WHERE m.account_id = \(account) AND (\(after)::text IS NULL OR p.name > \(after)::text)
            ORDER BY p.name LIMIT \(page.limit + 1)
            """, Membership.init)
        let items = Array(rows.prefix(page.limit))
        let next = rows.count > page.limit ? items.last.map { Base64URL.encode(Array($0.project.name.utf8)) } : nil
        return (items, next)
    }

    /// Every project, also those that are being deleted.
    func all(after: ProjectID?, atMost limit: Int) async throws(Fault) -> [Project] {
        try await pool.query(
            "listing all projects",
            "SELECT \(Project.columns) FROM projects p WHERE \(after) IS NULL OR p.id > \(after) ORDER BY p.id LIMIT \(limit)", Project.init)
    }

    func update(_ id: ProjectID, _ change: ProjectChange) async throws(Fault) {
        try await pool.transaction("changing project") { db in
            let changed = try db.first(
                """
                UPDATE projects AS p SET display_name = coalesce(\(change.displayName), display_name),
                    log_retention_days = CASE WHEN \(change.days) IS NULL THEN log_retention_days ELSE nullif(\(change.days), 0) END,
                    log_retention_bytes = CASE WHEN \(change.bytes) IS NULL THEN log_retention_bytes ELSE nullif(\(change.bytes), 0) END,
                    updated_at = now()
                WHERE id = \(id) AND state = 'active' RETURNING \(Project.columns)
                """, Project.init)
            guard let changed else { throw Fault.wrongState("The project is being deleted.") }
            try db.record(Fact(entity: "project", verb: "updated", project: id, id: id.description, payload: changed.message()))
        }
        committed()
    }

    private static func find(
        _ id: ProjectID, ownedBy owner: AccountID, _ db: isolated PostgresConnection
    ) throws -> Project? {
        try db.first("SELECT \(Project.columns) FROM projects p WHERE p.id = \(id) AND p.owner_id = \(owner)", Project.init)
    }

    private static func name(ofCursor cursor: String) throws(Fault) -> String {
        guard let bytes = Base64URL.decode(cursor), let name = String(validating: bytes, as: UTF8.self), Names.isLabel(name)
        else { throw .invalid("cursor", "is not one that this list gave") }
        return name
    }
}

extension Membership {
    /// A fact about a member; the entity is the account.
    func fact(verb: String, account: AccountID) -> Fact {
        let message = Proto.Membership(
            projectID: project.id.description, projectName: project.name, role: role.rawValue, state: project.state.rawValue)
        return Fact(entity: "member", verb: verb, project: project.id, id: account.description, payload: message)
    }
}
