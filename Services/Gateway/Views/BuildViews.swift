import Core
import Messages

extension Proto.Build {
    static let schema = Schema(
        "Build", "From a commit to an image.",
        [
            .id("id"), .id("app_id"), .id("project_id"),
            .choice(
                "status", ["queued", "fetching", "planning", "building", "pushing", "succeeded", "failed", "cancelled", "superseded"],
                "The last four are final.", like: "succeeded"),
            .text("commit", .any, like: "9fceb02d0ae598e95dc970b74767f19372d61af8").nullable,
            .text("commit_message", .any, like: "Say hello").nullable, .text("branch", .any, like: "main").nullable,
            .text("method", "How it is built: known once it is planned.", .any, like: "dockerfile").nullable,
            .text("image", "Null until it succeeded.", .any, like: "registry.example.org/shop@sha256:4bc453b5…").nullable,
            .count("attempt", "Counts the tries."), Proto.Failure.field(),
            Field(name: "plan", kind: .anything, about: "What was decided, and from what; null until it is.", isNullable: true),
            .count("steps_done", like: 5), .count("steps_total", "0 until it is known.", like: 5), .time("created_at"),
            .time("started_at").nullable, .time("finished_at").nullable,
            .time("image_removed_at", "Since when its image is gone; building it again brings it back.").nullable,
        ])

    var json: JSONValue {
        [
            "id": .string(id), "app_id": .string(appID), "project_id": .string(projectID), "status": .string(status),
            "commit": .filled(commit), "commit_message": .filled(commitMessage), "branch": .filled(branch),
            "method": .filled(method), "image": .filled(image), "attempt": .number(attempt), "failure": failure.json,
            "plan": plan.isEmpty ? .null : (try? JSONValue(parsing: plan)) ?? .null,
            "steps_done": .number(stepsDone), "steps_total": .number(stepsTotal),
            "created_at": .time(createdAt), "started_at": .time(startedAt), "finished_at": .time(finishedAt),
            "image_removed_at": .time(imageRemovedAt),
        ]
    }
}
