import Core
import Messages

extension Proto.Line {
    static let schema = Schema(
        "Line", "A line that something wrote.",
        [
            .text("id", "Counts the app's lines, whoever wrote them.", .any, like: "1042"), .time("time"),
            .choice("source", ["build", "instance", "platform"], like: "instance"),
            .text("instance", "The name of the instance that wrote it.", .any, like: "shop-7-a").nullable,
            .choice("stream", ["stdout", "stderr"]), .text("message", .any, like: "listening on port 8080"),
            .id("deployment_id").nullable, .id("build_id").nullable,
        ])

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
    static let schema = Schema(
        "LineList", "Lines, oldest first.",
        [
            .list("items", of: .shape(Proto.Line.schema), most: Page.most),
            .text("next_cursor", "What comes after these; never null, since more may come.", .any, like: "a1042"),
            .text("prev_cursor", "What came before these; null at the beginning.", .any, like: "b993").nullable,
        ])

    var json: JSONValue {
        [
            "items": .array(items.map(\.json)), "next_cursor": .string(nextCursor.isEmpty ? "a0" : nextCursor),
            "prev_cursor": .optional(prevCursor),
        ]
    }
}
