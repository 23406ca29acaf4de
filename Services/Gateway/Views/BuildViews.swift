import Core
import Messages

extension Proto.Build {
    var json: JSONValue {
        [
            "id": .string(id), "app_id": .string(appID), "project_id": .string(projectID), "status": .string(status),
            "commit": .filled(commit), "commit_message": .filled(commitMessage), "branch": .filled(branch),
            "method": .filled(method), "image": .filled(image), "attempt": .number(attempt), "failure": failure.json,
            "plan": plan.isEmpty ? .null : (try? JSONValue(parsing: plan)) ?? .null,
            "steps_done": .number(stepsDone), "steps_total": .number(stepsTotal),
            "created_at": .time(createdAt), "started_at": .time(startedAt), "finished_at": .time(finishedAt),
        ]
    }
}
