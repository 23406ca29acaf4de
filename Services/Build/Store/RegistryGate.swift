import ChangeFeed
package import Core
package import Postgres

/// The registry's own lock between pushes, many at a time, and the one collection that must have it for itself.
///
/// A push begins by becoming `pushing` in a transaction that holds the gate's row shared and finds it open; closing takes the
/// row exclusively. So after closing, whoever pushes is a row that says so, and no other can begin: the collection waits until
/// there is none. A collection that dies opens the gate by not renewing it.
package struct RegistryGate: Sendable {
    let pool: PostgresPool

    package init(pool: PostgresPool) { self.pool = pool }

    package func close(_ collection: Collection) async throws {
        let closed = try await pool.execute(
            "closing the registry",
            """
            UPDATE registry_gate SET closed_by = \(collection.id), closed_until = now() + interval '15 s' WHERE EXISTS
                (SELECT 1 FROM collections WHERE id = \(collection.id) AND lease_fence = \(collection.fence) AND status = 'running')
            """)
        guard closed > 0 else { throw CancellationError() }
    }

    package func open(_ collection: Collection) async throws(Fault) {
        try await pool.execute(
            "opening the registry", "UPDATE registry_gate SET closed_by = NULL, closed_until = NULL WHERE closed_by = \(collection.id)")
    }

    package func isClosed() async throws(Fault) -> Bool {
        try await pool.one("looking at the registry's gate", "SELECT coalesce(closed_until > now(), false) AS closed FROM registry_gate") {
            try $0.get("closed")
        }
    }

    package func pushes() async throws(Fault) -> Int {
        try await pool.one("counting pushes", "SELECT count(*) AS pushes FROM builds WHERE status = 'pushing' OR (status = 'building' AND job <> '')") { try $0.get("pushes") }
    }

    /// Manifests were deleted: their blobs are left for the next collection.
    package func noteGarbage() async throws(Fault) {
        try await pool.execute("noting garbage", "UPDATE registry_gate SET has_garbage = true WHERE NOT has_garbage")
    }

    package func hasGarbage() async throws(Fault) -> Bool {
        try await pool.one("asking for garbage", "SELECT has_garbage FROM registry_gate") { try $0.get("has_garbage") }
    }

    /// Said before the blobs are swept: what is deleted meanwhile counts for the next time.
    package func forgetGarbage() async throws(Fault) {
        try await pool.execute("forgetting garbage", "UPDATE registry_gate SET has_garbage = false")
    }
}

/// What came of asking to push.
package enum PushPermit: Sendable, Equatable {
    case begun(Build)
    /// The registry collects its garbage.
    case closed
    /// The lease is lost: nothing was written.
    case lost
}

extension BuildStore {
    /// To `pushing`, when the registry is open.
    package func beginPush(_ build: Build) async throws(Fault) -> PushPermit {
        let permit = try await pool.transaction("beginning push") { db -> PushPermit in
            let isClosed = try db.one("SELECT coalesce(closed_until > now(), false) AS closed FROM registry_gate FOR SHARE") {
                try $0.get("closed", as: Bool.self)
            }
            guard !isClosed else { return .closed }
            try db.execute("UPDATE builds SET pushed = true WHERE id = \(build.id) AND lease_fence = \(build.fence) AND status = 'building'")
            return try db.advance(build, to: .pushing, from: [.building]).map(PushPermit.begun) ?? .lost
        }
        if case .begun = permit { feed.committed() }
        return permit
    }
}
