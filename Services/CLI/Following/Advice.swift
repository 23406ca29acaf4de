import Core

/// What to do about a failure reason: the command that comes next.
enum Advice {
    static func on(_ failure: JSONValue, app: String) -> String? {
        let message = failure.text("message")
        if failure.text("reason") == "port_not_listening", let port = port(in: message) {
            return "listen on $PORT, or:  slipway apps set \(app) --port \(port)"
        }
        return on(failure.text("reason"), app: app)
    }

    static func on(_ reason: String, app: String) -> String? {
        switch reason {
        case "port_not_listening": "listen on $PORT at 0.0.0.0, or:  slipway apps set \(app) --port …"
        case "not_ready": "see what it says:  slipway logs \(app)   or ask another path:  slipway apps set \(app) --health-path /"
        case "container_exited": "see what it said:  slipway logs \(app)"
        case "out_of_memory": "give it more:  slipway scale \(app) --memory 1Gi"
        case "build_failed": "read all of it:  slipway logs \(app)   or build it another way:  slipway apps set \(app) --build-command …"
        case "unschedulable": "ask for less:  slipway scale \(app) --memory 256Mi --cpu 250m"
        case "quota_exceeded": "ask for less:  slipway scale \(app) --memory 256Mi   or delete what nobody needs:  slipway apps"
        case "policy_refused": "only the operator of this platform can allow it"
        case "source_auth_required": "make the repository readable, or use another URL:  slipway apps set \(app) --repo …"
        case "source_unreachable": "check the URL:  slipway apps set \(app) --repo …"
        case "ref_not_found": "name another branch:  slipway apps set \(app) --branch …"
        case "plan_failed": "say where it is or how it is built:  slipway apps set \(app) --root …   or   --method dockerfile|command|static"
        case "image_pull_failed": "name another image:  slipway apps set \(app) --image …"
        case "image_requires_root": "give the image a numeric USER and files that it may write"
        case "build_timeout", "internal", "push_failed": "say it again:  slipway deploy \(app)"
        default: nil
        }
    }

    /// "The container listens on port 3000, but the app's port is 8080."
    private static func port(in message: String) -> Int? {
        message.firstMatch(of: #/listens on port (\d{1,5}), but/#).flatMap { Int($0.1) }
    }
}
