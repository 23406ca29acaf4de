import Core
import Messages

/// Which of an app's lines are wanted.
struct LineFilter: Sendable, Equatable {
    var app: String
    var deployment = ""
    var build = ""
    var since: Timestamp?
    var until: Timestamp?
    var text = ""
    var stream = ""
    var instance = ""

    /// The question for a page. `cursor` wins over where a page would begin by itself.
    func question(limit: Int, cursor: String?, fromStart: Bool) -> Proto.ReadLinesRequest {
        Proto.ReadLinesRequest(
            appID: app, deploymentID: deployment, buildID: build, since: since?.microseconds ?? 0,
            until: until?.microseconds ?? 0, q: text, stream: stream, limit: UInt32(limit), cursor: cursor ?? "",
            instance: instance, fromStart: fromStart)
    }

    /// True when a live line can be judged here. What a search finds is for the log service alone to say.
    var isSimple: Bool { text.isEmpty && until == nil && since == nil }

    /// A deployment's lines include those of the build that it came from.
    func wants(_ line: Proto.Line) -> Bool {
        let isInside: Bool
        switch (deployment.isEmpty, build.isEmpty) {
        case (true, true): isInside = true
        case (false, true): isInside = line.deploymentID == deployment
        case (true, false): isInside = line.buildID == build
        case (false, false): isInside = line.deploymentID == deployment || line.buildID == build
        }
        return isInside && (stream.isEmpty || line.stream == stream) && (instance.isEmpty || line.instance == instance)
    }
}
