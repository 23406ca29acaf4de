import Core
import Messages

extension Proto.Line {
    /// Bytes that are no UTF-8 become U+FFFD; control characters are the JSON writer's to escape.
    var json: JSONValue {
        [
            "id": .string(String(seq)), "time": .time(time), "source": .string(source), "instance": .filled(instance),
            "stream": .string(stream), "message": .string(String(decoding: message, as: UTF8.self)),
            "deployment_id": .filled(deploymentID), "build_id": .filled(buildID),
        ]
    }
}

extension Proto.LineList {
    var json: JSONValue {
        [
            "items": .array(items.map(\.json)), "next_cursor": .string(nextCursor.isEmpty ? "a0" : nextCursor),
            "prev_cursor": .optional(prevCursor),
        ]
    }
}
