import Core

/// A deployment for programs: one event a line, each once.
///
/// `{"event":"deployment", "status":…, "deployment":{…}}` at each change of its status, `{"event":"step", …}` at each change
/// of a step's state, `{"event":"log", "line":{…}}` for the build's output.
actor DeploymentEvents {
    private var status = ""
    private var states: [String: String] = [:]

    func tell(_ view: DeploymentView) {
        for line in events(view) { Terminal.jsonLine(line) }
    }

    func events(_ view: DeploymentView) -> [JSONValue] {
        var events: [JSONValue] = []
        for step in view.steps {
            let (name, state) = (step.text("step"), step.text("state"))
            guard state != "pending", states[name] != state else { continue }
            states[name] = state
            var event = step
            event["event"] = "step"
            events.append(event)
        }
        if view.deployment.text("status") != status {
            status = view.deployment.text("status")
            events.append(["event": "deployment", "status": .string(status), "deployment": view.deployment])
        }
        return events
    }
}
