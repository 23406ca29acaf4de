/// What to do about a failure reason: the command that comes next.
enum Advice {
    static func on(_ reason: String, app: String) -> String? {
        switch reason {
        case "port_not_listening": "listen on $PORT at 0.0.0.0, or:  slipway apps set \(app) --port …"
        case "not_ready": "look at what it says:  slipway logs \(app)   or change the path:  slipway apps set \(app) --health-path /"
        case "container_exited": "slipway logs \(app)"
        case "out_of_memory": "give it more:  slipway apps set \(app) --memory 1Gi"
        case "source_auth_required": "make the repository readable, or use another URL:  slipway apps set \(app) --repo …"
        case "source_unreachable": "check the URL:  slipway apps set \(app) --repo …"
        case "ref_not_found": "slipway apps set \(app) --branch …"
        case "plan_failed": "slipway apps set \(app) --root …   or   --method dockerfile|command|static"
        case "image_pull_failed": "slipway apps set \(app) --image …"
        case "image_requires_root": "give the image a numeric USER and files that it may write"
        case "build_timeout", "internal", "push_failed": "say it again:  slipway deploy \(app)"
        default: nil
        }
    }
}
