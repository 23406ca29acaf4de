import Core
import Postgres

/// Replicas share the apps evenly without knowing one another: each says that it is alive, counts, and gives back what is
/// more than its share; what is free goes to whoever has the fewest. A lease that was given back has a new fence, so the reader that still runs stores nothing more.
extension LogStore {
    /// A replica that has not been seen for so long holds no share.
    private static let silence: SQL = "interval '6 seconds'"

    /// `held`: the apps that this replica reads; `fair`: as many as each may, so that all are read; `fewest`: what the replica
    /// with the fewest has.
    static func share(of replica: String) -> SQL {
        """
        SELECT coalesce(max(held) FILTER (WHERE replica = \(replica)), 0) AS held, min(held) AS fewest,
            ceil((SELECT count(DISTINCT app_id) FROM tails WHERE state = 'open') / greatest(count(*), 1)::numeric)::bigint AS fair
        FROM (
            SELECT replica, (SELECT count(*) FROM apps WHERE lease_owner = replica AND lease_until > now()) AS held
            FROM (SELECT replica FROM replicas WHERE seen_at > now() - \(silence) UNION SELECT \(replica)::text) AS alive) AS shares
        """
    }

    /// Says that this replica is alive, and gives back apps beyond its share; how many.
    func balance(_ replica: String) async throws(Fault) -> Int {
        try await pool.transaction("sharing apps") { db in
            try db.execute(
                """
                INSERT INTO replicas (replica, seen_at) VALUES (\(replica), now()) ON CONFLICT (replica) DO UPDATE SET seen_at = now()
                """)
            try db.execute("DELETE FROM replicas WHERE seen_at < now() - interval '1 hour'")
            let surplus = try db.one("SELECT held, fewest, fair FROM (\(LogStore.share(of: replica))) AS share") { row in
                let (held, fewest, fair): (Int, Int, Int) = (try row.get("held"), try row.get("fewest"), try row.get("fair"))
                return max(held - fair, held - fewest >= 2 ? 1 : 0)
            }
            guard surplus > 0 else { return 0 }
            return try db.execute(
                """
                UPDATE apps SET lease_fence = lease_fence + 1, lease_until = NULL, lease_owner = NULL
                WHERE app_id IN (SELECT app_id FROM apps WHERE lease_owner = \(replica) LIMIT \(surplus) FOR UPDATE SKIP LOCKED)
                """)
        }
    }

    /// This replica stops: the others need not wait until it is silent for long.
    func leave(_ replica: String) async throws(Fault) {
        try await pool.execute("leaving the replicas", "DELETE FROM replicas WHERE replica = \(replica)")
    }
}
