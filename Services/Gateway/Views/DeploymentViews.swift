import Core
import Messages

extension Proto.Deployment {
    var json: JSONValue {
        [
            "id": .string(id), "number": .number(number), "app_id": .string(appID), "project_id": .string(projectID),
            "status": .string(status), "commit": .optional(commit), "commit_message": .filled(commitMessage),
            "branch": .filled(branch), "image": .filled(image), "config": .counted(config), "build_id": .optional(buildID),
            "release": .counted(release), "url": .filled(url), "trigger": .string(trigger), "created_at": .time(createdAt),
            "finished_at": .time(finishedAt), "failure": failure.json, "requested_by": .filled(requestedBy),
            "cancel_reason": .filled(cancelReason), "rollback_of": .counted(rollbackOf),
        ]
    }
}

extension Proto.Failure? {
    /// Null, or why.
    var json: JSONValue {
        guard let failure = self, !failure.reason.isEmpty else { return .null }
        return ["reason": .string(failure.reason), "message": .string(failure.message), "details": .filled(failure.details)]
    }
}

extension Proto.TimelineItem {
    var json: JSONValue {
        [
            "step": .string(step), "state": .string(state), "attempt": .number(attempt), "started_at": .time(startedAt),
            "finished_at": .time(finishedAt), "detail": .filled(detail),
        ]
    }
}

extension Proto.Instance {
    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "app_id": .string(appID), "deployment_id": .string(deploymentID),
            "release": .number(release), "state": .string(state), "restarts": .number(restarts), "created_at": .time(createdAt),
            "stopped_at": .time(stoppedAt),
        ]
    }
}

extension Proto.Release {
    var json: JSONValue {
        [
            "number": .number(number), "image": .string(image), "config": .number(config), "commit": .optional(commit),
            "build_id": .optional(buildID), "created_at": .time(createdAt), "serving": .bool(serving),
        ]
    }
}
