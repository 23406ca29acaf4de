import Core
import Logging
import Postgres

/// Applies a page of facts and moves the cursor, in one transaction of the consumer's database.
struct ChangePage: Sendable {
    /// The failure that parks a fact.
    static let mostAttempts = 6

    enum Outcome: Sendable {
        case moved(hasApplied: Bool)
        /// Another replica holds the cursor, or has moved it.
        case elsewhere
        /// The first fact failed; its failure is counted.
        case failed(String)
    }

    let producer: String
    let entities: Set<String>
    let log: Logger
    let apply: @Sendable (isolated PostgresConnection, Change) throws -> Void

    func take(_ changes: [Change], from before: FeedPosition, _ db: isolated PostgresConnection) throws -> Outcome {
        guard try db.lockCursor(of: producer) == before else { return .elsewhere }
        var after = before
        var hasApplied = false
        var failure: String?
        for change in changes {
            if entities.contains(change.entity) {
                failure = try attempt(change, db)
                if failure != nil { break }
                hasApplied = true
            }
            after = FeedPosition(xid: change.xid, id: change.id)
        }
        if after == before, let failure { return .failed(failure) }
        _ = try db.moveCursor(of: producer, from: before, to: after)
        // Counts of those that went well in the end.
        try db.execute(
            "DELETE FROM parked_changes WHERE producer = \(producer) AND parked_at IS NULL AND (xid, id) <= \(after.sql)")
        return .moved(hasApplied: hasApplied)
    }

    /// Nil when the fact took effect, or is parked; why not otherwise.
    private func attempt(_ change: Change, _ db: isolated PostgresConnection) throws -> String? {
        do {
            try db.savepoint { db in try apply(db, change) }
            return nil
        } catch let error as PostgresError where error.isSerializationFailure || error.isConnectionLoss {
            // Not the fact's fault: the whole transaction is run again.
            throw error
        } catch {
            let text = String(reflecting: error)
            guard try countFailure(of: change, text, db) >= Self.mostAttempts else { return text }
            log.error(
                "parked a change that failed six times",
                metadata: ["producer": "\(producer)", "entity": "\(change.entity)", "id": "\(change.entityID)", "error": "\(text)"])
            return nil
        }
    }

    /// In a row of its own, so that the count survives a restart and the operator sees what was parked.
    private func countFailure(of change: Change, _ error: String, _ db: isolated PostgresConnection) throws -> Int {
        try db.one(
            """
            INSERT INTO parked_changes (producer, xid, id, entity, verb, project_id, entity_id, payload, attempts, error)
            VALUES (\(producer), \(change.xid)::xid8, \(change.id), \(change.entity), \(change.verb), \(change.project?.description ?? ""),
                    \(change.entityID), \(change.payload), 1, \(error))
            ON CONFLICT (producer, xid, id) DO UPDATE SET attempts = parked_changes.attempts + 1, error = excluded.error,
                parked_at = CASE WHEN parked_changes.attempts + 1 >= \(Self.mostAttempts) THEN now() END
            RETURNING attempts
            """
        ) { try $0.get("attempts", as: Int.self) }
    }
}
