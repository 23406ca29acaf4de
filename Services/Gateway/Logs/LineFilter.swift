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
    var source = ""

    /// The question for a page. `cursor` wins over where a page would begin by itself.
    func question(limit: Int, cursor: String?, fromStart: Bool) -> Proto.ReadLinesRequest {
        Proto.ReadLinesRequest(
            appID: app, deploymentID: deployment, buildID: build, since: since?.microseconds ?? 0,
            until: until?.microseconds ?? 0, q: text, stream: stream, limit: UInt32(limit), cursor: cursor ?? "",
            instance: instance, fromStart: fromStart, source: source)
    }

    /// Those of these lines that are wanted: the same that the log service would find.
    func wanted(of lines: [Proto.Line]) -> [Proto.Line] {
        let needle = text.utf8.map(Self.lowered)
        return lines.filter { wants($0) && (needle.isEmpty || Self.contains($0.message, needle)) }
    }

    /// In any case of ASCII; bytes above it have none.
    private static func contains(_ message: [UInt8], _ needle: [UInt8]) -> Bool {
        guard message.count >= needle.count else { return false }
        return (0...message.count - needle.count).contains { start in
            needle.indices.allSatisfy { lowered(message[start + $0]) == needle[$0] }
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// A deployment's lines include those of the build that it came from.
    private func wants(_ line: Proto.Line) -> Bool {
        if let since, line.time < since.microseconds { return false }
        if let until, line.time >= until.microseconds { return false }
        let isInside: Bool
        switch (deployment.isEmpty, build.isEmpty) {
        case (true, true): isInside = true
        case (false, true): isInside = line.deploymentID == deployment
        case (true, false): isInside = line.buildID == build
        case (false, false): isInside = line.deploymentID == deployment || line.buildID == build
        }
        return isInside && (stream.isEmpty || line.stream == stream) && (instance.isEmpty || line.instance == instance)
            && (source.isEmpty || line.source == source)
    }
}
