import Postgres

/// What brought a deployment about.
enum Trigger: String, PostgresValue, Sendable, CaseIterable {
    case manual, push, poll, config, rollback

    /// Asked for by somebody, not by a commit that arrived.
    var isRequested: Bool { self != .push && self != .poll }
}
