import Core
import Identity
import Messages

extension Proto.Project {
    static let schema = Schema(
        "Project", "A space with members and apps.",
        [
            .id("id"), .text("name", "Part of its apps' addresses; it never changes.", .label, like: "demo"),
            .text("display_name", "What people read; null when it has none.", .any, like: "The demo").nullable,
            .choice("state", ["active", "deleting"]),
            .choice("role", Role.allCases.map(\.rawValue), "What the asker is in it.", like: "owner").nullable,
            .id("owner_id", "The account that made it.").nullable, .time("created_at"), .time("updated_at"),
            .integer("log_retention_days", 1...3650, "How long lines are kept; null is the operator's choice.", like: 14).nullable,
            .integer("log_retention_bytes", 1...1 << 50, "How much of each app's output is kept; null is the operator's choice.", like: 1 << 30).nullable,
        ])

    /// The answer to its deletion.
    static let deletionSchema = Schema("ProjectDeletion", "A project on its way out.", [.id("id"), .choice("state", ["deleting"])])

    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "display_name": .filled(displayName), "state": .string(state), "role": .filled(role),
            "owner_id": .filled(ownerID), "created_at": .time(createdAt), "updated_at": .time(updatedAt),
            "log_retention_days": logRetentionDays.map { .int($0) } ?? .null,
            "log_retention_bytes": logRetentionBytes.map { .int($0) } ?? .null,
        ]
    }
}
