import Core
import Postgres
import Reconciliation
import Telemetry

extension LogStore {
    /// Reads what `/metrics` tells of the tables.
    func measure() async throws(Fault) {
        try await pool.one(
            "measuring tails",
            """
            SELECT (SELECT count(*) FROM tails WHERE state = 'open') AS tails, count(*) FILTER (WHERE lease_until > now()) AS held,
                coalesce(extract(epoch FROM now() - min(lease_until)) + 15, 0)::float8 AS heartbeat
            FROM apps WHERE lease_until IS NOT NULL
            """
        ) { row in
            Figures.tails.set(try row.get("tails", as: Int.self))
            LeaseMetrics.held.set(try row.get("held", as: Int.self), "tails")
            LeaseMetrics.age.set(try row.get("heartbeat", as: Double.self), "tails")
        }
    }

    /// Counts what was stored, once it is.
    static func count(_ stored: StoredLines?, of offered: Int) {
        guard let stored else { return Figures.repeated.increment(by: offered) }
        for (source, lines) in Dictionary(grouping: stored.lines, by: \.source) {
            Figures.stored.increment(source.rawValue, by: lines.count)
        }
    }
}
