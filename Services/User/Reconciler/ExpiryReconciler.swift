import Core
import Logging

/// Removes what has expired. Nothing depends on it but the size of the tables: every question asks for the time itself.
struct ExpiryReconciler: Sendable {
    let stores: Stores
    let log: Logger

    @Sendable func pass() async throws {
        let sessions = try await stores.sessions.removeExpired()
        let tokens = try await stores.tokens.removeExpired()
        _ = try await stores.attempts.removeOld()
        guard sessions + tokens > 0 else { return }
        log.info("removed what expired", metadata: ["sessions": "\(sessions)", "tokens": "\(tokens)"])
    }
}
