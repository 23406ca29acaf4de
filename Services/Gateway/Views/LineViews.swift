import Core
import Foundation
import Messages

extension Proto.Line {
    static let schema = Schema(
        "Line", "A line that something wrote.",
        [
            .text("id", "Counts the app's lines, whoever wrote them.", .any, like: "1042"), .time("time"),
            .choice("source", ["build", "instance", "platform"], like: "instance"),
            .text("instance", "The name of the instance that wrote it.", .any, like: "shop-7-a").nullable,
            .choice("stream", ["stdout", "stderr"]), .text("message", .any, like: "listening on port 8080"),
            .text("message_base64", "The bytes, where they are no UTF-8: `message` then has U+FFFD in their places.", .any, like: "Yf8=").nullable,
            .flag("partial", "A piece of a line longer than 16 KiB; the next line of its stream goes on with it."),
            .id("deployment_id").nullable, .id("build_id").nullable,
        ])

    /// Bytes that are no UTF-8 become U+FFFD, and are there once more as they are; control characters are the JSON writer's to
    /// escape.
    var json: JSONValue {
        let text = String(validating: message, as: UTF8.self)
        return [
            "id": .string(String(seq)), "time": .time(time), "source": .string(source), "instance": .filled(instance),
            "stream": .string(stream), "message": .string(text ?? String(decoding: message, as: UTF8.self)),
            "message_base64": text == nil ? .string(Data(message).base64EncodedString()) : .null, "partial": .bool(partial),
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
            .flag("has_more", "In the direction that was read there is more to look at. A search looks at a bounded number of lines, so a page may be empty and yet go on."),
            .count("missing", "How many lines right after the cursor are no longer kept.", like: 0),
        ])

    static let resetSchema = Schema(
        "LogResetEvent", "Lines that were to come next are no longer kept.",
        [
            .choice("type", ["reset"]), .count("missing", "How many."), .text("first_id", "The first that is kept.", .any, like: "1042"),
        ])

    var json: JSONValue {
        [
            "items": .array(items.map(\.json)), "next_cursor": .string(nextCursor.isEmpty ? "a0" : nextCursor),
            "prev_cursor": .optional(prevCursor), "has_more": .bool(hasMore), "missing": .int(Int64(clamping: missing)),
        ]
    }
}
