import Core
import Messages

extension Proto.Deployment {
    static let statuses = ["pending", "building", "deploying", "live", "failed", "cancelled", "superseded"]

    static let schema = Schema(
        "Deployment", "One way from what is desired to something that serves.",
        [
            .id("id"), .count("number", "Counts the app's deployments.", like: 7), .id("app_id"), .id("project_id"),
            .choice("status", statuses, "The last four are final.", like: "live"),
            .text("commit", "Null until it is resolved, and where there is no source.", .any, like: "9fceb02d0ae598e95dc970b74767f19372d61af8").nullable,
            .text("commit_message", .any, like: "Say hello").nullable, .text("branch", .any, like: "main").nullable,
            .text("image", "Null until it is built.", .any, like: "registry.example.org/shop@sha256:4bc453b5…").nullable,
            .count("config", "The config it carries.", like: 4).nullable, .id("build_id").nullable,
            .count("release", "The release it made; null until then.", like: 6).nullable,
            .text("url", .any, like: "https://shop-demo.example.org").nullable,
            .choice("trigger", ["manual", "push", "poll", "config", "rollback"], "What brought it about."), .time("created_at"),
            .time("finished_at").nullable, Proto.Failure.field(),
            .id("requested_by", "The account that asked for it; null for a commit that arrived.").nullable,
            .text("cancel_reason", "Why it was cancelled or superseded.", .any, like: "requested").nullable,
            .count("rollback_of", "The number of the deployment whose release it makes live again.", like: 5).nullable,
            .time("image_removed_at", "Since when its image is gone: there is no going back to it.").nullable,
        ])

    var json: JSONValue {
        [
            "id": .string(id), "number": .number(number), "app_id": .string(appID), "project_id": .string(projectID),
            "status": .string(status), "commit": .optional(commit), "commit_message": .filled(commitMessage),
            "branch": .filled(branch), "image": .filled(image), "config": .counted(config), "build_id": .optional(buildID),
            "release": .counted(release), "url": .filled(url), "trigger": .string(trigger), "created_at": .time(createdAt),
            "finished_at": .time(finishedAt), "failure": failure.json, "requested_by": .filled(requestedBy),
            "cancel_reason": .filled(cancelReason), "rollback_of": .counted(rollbackOf),
            "image_removed_at": .time(imageRemovedAt),
        ]
    }
}

extension Proto.Failure {
    /// The closed list of reasons.
    static let reasons = [
        "source_unreachable", "source_auth_required", "ref_not_found", "plan_failed", "build_failed", "build_timeout", "push_failed",
        "image_pull_failed", "image_requires_root", "container_exited", "port_not_listening", "not_ready", "out_of_memory",
        "unschedulable", "quota_exceeded", "policy_refused", "internal",
    ]

    static let schema = Schema(
        "Failure", "Why something failed.",
        [
            .choice("reason", reasons, "A word for programs.", like: "build_failed"),
            .text("message", "A sentence for people.", .any, like: "The build failed in step 3 of 5."),
            .text("details", "The last output, where there is some.", .any, like: "npm error missing script: build").nullable,
        ])

    static func field() -> Field { .shape("failure", schema, "Null unless it failed.").nullable }
}

extension Proto.Failure? {
    /// Null, or why.
    var json: JSONValue {
        guard let failure = self, !failure.reason.isEmpty else { return .null }
        return ["reason": .string(failure.reason), "message": .string(failure.message), "details": .filled(failure.details)]
    }
}

extension Proto.TimelineItem {
    static let schema = Schema(
        "TimelineItem", "A step of a deployment.",
        [
            .choice("step", ["resolve", "build", "release", "apply", "rollout", "verify", "route"], "In this order."),
            .choice("state", ["pending", "running", "succeeded", "failed", "skipped"], like: "succeeded"),
            .count("attempt", "Counts the tries; 0 before the first."), .time("started_at").nullable, .time("finished_at").nullable,
            .text("detail", "What there is to say about it.", .any, like: "9fceb02 on main").nullable,
        ])

    var json: JSONValue {
        [
            "step": .string(step), "state": .string(state), "attempt": .number(attempt), "started_at": .time(startedAt),
            "finished_at": .time(finishedAt), "detail": .filled(detail),
        ]
    }
}

extension Proto.Instance {
    static let schema = Schema(
        "Instance", "A container of an app.",
        [
            .id("id"), .text("name", .any, like: "shop-7-a"), .id("app_id"), .id("deployment_id"), .count("release", like: 6),
            .choice("state", ["starting", "serving", "stopping", "stopped", "failed"], like: "serving"),
            .count("restarts", "How often it came back from an exit.", like: 0), .time("created_at"), .time("stopped_at").nullable,
            .shape("usage", Proto.InstanceUsage.schema, "What it uses now; null when it does not run or was not measured.").nullable,
        ])

    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "app_id": .string(appID), "deployment_id": .string(deploymentID),
            "release": .number(release), "state": .string(state), "restarts": .number(restarts), "created_at": .time(createdAt),
            "stopped_at": .time(stoppedAt), "usage": usage?.json ?? .null,
        ]
    }
}

extension Proto.InstanceUsage {
    static let schema = Schema(
        "InstanceUsage", "What an instance uses now, not older than a few seconds.",
        [
            .count("cpu_millicores", "1000 is one core.", like: 31),
            .integer("memory_bytes", 0...Int64.max, like: 95_420_416),
            .integer("memory_limit_bytes", 0...Int64.max, "Null where there is no limit.", like: 268_435_456).nullable,
        ])

    var json: JSONValue {
        [
            "cpu_millicores": .number(cpuMillicores), "memory_bytes": .number(memoryBytes),
            "memory_limit_bytes": .counted(memoryLimitBytes),
        ]
    }
}

extension Proto.Release {
    static let schema = Schema(
        "Release", "An image and a config that were to run together.",
        [
            .count("number", "Counts the app's releases.", like: 6),
            .text("image", .any, like: "registry.example.org/shop@sha256:4bc453b5…"), .count("config", like: 4),
            .text("commit", .any, like: "9fceb02d0ae598e95dc970b74767f19372d61af8").nullable, .id("build_id").nullable,
            .time("created_at"), .flag("serving", "Whether it is the one that serves.", like: true),
            .time("image_removed_at", "Since when its image is gone: there is no going back to it.").nullable,
        ])

    var json: JSONValue {
        [
            "number": .number(number), "image": .string(image), "config": .number(config), "commit": .optional(commit),
            "build_id": .optional(buildID), "created_at": .time(createdAt), "serving": .bool(serving),
            "image_removed_at": .time(imageRemovedAt),
        ]
    }
}
