import Core
import Postgres
import Reconciliation
import Telemetry

extension DeployStore {
    /// Apps whose traffic the router sends somewhere.
    func routedApps() async throws(Fault) -> [AppID] {
        try await pool.query(
            "listing routed apps", "SELECT id FROM apps WHERE cardinality(route_ports) > 0 AND tombstone_at IS NULL"
        ) { try $0.get("id", as: AppID.self) }
    }

    /// Reads what `/metrics` tells of the tables.
    func measure() async throws(Fault) {
        try await pool.one(
            "measuring deployments",
            """
            SELECT count(*) FILTER (WHERE status = 'pending') AS pending, count(*) FILTER (WHERE status <> 'pending') AS active,
                coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE status = 'pending')), 0)::float8 AS oldest,
                count(*) FILTER (WHERE lease_until > now()) AS held,
                coalesce(extract(epoch FROM now() - min(lease_until) FILTER (WHERE lease_until IS NOT NULL)) + 15, 0)::float8 AS heartbeat
            FROM deployments WHERE status IN ('pending', 'building', 'deploying')
            """
        ) { row in
            Figures.pending.set(try row.get("pending", as: Int.self))
            Figures.active.set(try row.get("active", as: Int.self))
            Figures.oldest.set(try row.get("oldest", as: Double.self))
            LeaseMetrics.held.set(try row.get("held", as: Int.self), "deployment")
            LeaseMetrics.age.set(try row.get("heartbeat", as: Double.self), "deployment")
        }
        try await pool.one(
            "measuring apps",
            """
            SELECT count(*) AS held, coalesce(extract(epoch FROM now() - min(lease_until)) + 15, 0)::float8 AS heartbeat
            FROM apps WHERE lease_until IS NOT NULL
            """
        ) { row in
            LeaseMetrics.held.set(try row.get("held", as: Int.self), "app")
            LeaseMetrics.age.set(try row.get("heartbeat", as: Double.self), "app")
        }
        let counts = try await pool.query(
            "counting instances", "SELECT state, count(*) AS n FROM instances WHERE removed_at IS NULL GROUP BY state"
        ) { row in (try row.get("state", as: InstanceState.self), try row.get("n", as: Int.self)) }
        for state in InstanceState.allCases { Figures.instances.set(counts.first { $0.0 == state }?.1 ?? 0, state.rawValue) }
    }
}
