import Core
import Postgres
import Reconciliation
import Telemetry

extension BuildStore {
    /// Reads what `/metrics` tells of the tables.
    func measure() async throws(Fault) {
        try await pool.one(
            "measuring builds",
            """
            SELECT count(*) FILTER (WHERE status = 'queued') AS queued, count(*) FILTER (WHERE status <> 'queued') AS active,
                coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE status = 'queued')), 0)::float8 AS oldest,
                count(*) FILTER (WHERE lease_until > now()) AS held,
                coalesce(extract(epoch FROM now() - min(lease_until)) + 15, 0)::float8 AS heartbeat
            FROM builds WHERE status IN ('queued', 'fetching', 'planning', 'building', 'pushing')
            """
        ) { row in
            Figures.queued.set(try row.get("queued", as: Int.self))
            Figures.active.set(try row.get("active", as: Int.self))
            Figures.oldest.set(try row.get("oldest", as: Double.self))
            LeaseMetrics.held.set(try row.get("held", as: Int.self), "build")
            LeaseMetrics.age.set(try row.get("heartbeat", as: Double.self), "build")
        }
        try await pool.one(
            "measuring sources",
            """
            SELECT count(*) FILTER (WHERE look_at < now()) AS due, count(*) FILTER (WHERE lease_until > now()) AS held,
                coalesce(extract(epoch FROM now() - min(look_at) FILTER (WHERE look_at < now())), 0)::float8 AS late,
                coalesce(extract(epoch FROM now() - min(lease_until)) + 30, 0)::float8 AS heartbeat
            FROM sources
            """
        ) { row in
            Figures.due.set(try row.get("due", as: Int.self))
            Figures.late.set(try row.get("late", as: Double.self))
            LeaseMetrics.held.set(try row.get("held", as: Int.self), "source")
            LeaseMetrics.age.set(try row.get("heartbeat", as: Double.self), "source")
        }
    }
}
