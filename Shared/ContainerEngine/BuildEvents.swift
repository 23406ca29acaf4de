import Core

/// Reads the engine's build stream.
struct BuildEvents: ChunkParser {
    private var lines = JSONLines()
    private var image: String?
    private var isOver = false

    mutating func feed(_ bytes: [UInt8]) throws(EngineError) -> [BuildEvent] {
        try lines.feed(bytes).compactMap { event($0) }
    }

    mutating func finish() throws(EngineError) -> [BuildEvent] {
        var events = try lines.finish().compactMap { event($0) }
        guard !isOver else { return events }
        guard let image else { throw EngineError(status: 0, message: "the build broke off") }
        events.append(.image(image))
        return events
    }

    private mutating func event(_ json: JSONValue) -> BuildEvent? {
        guard !isOver else { return nil }
        if let message = json["errorDetail"]?["message"]?.string ?? json["error"]?.string {
            isOver = true
            return .failed(message.withoutLineEnd)
        }
        if let id = json["aux"]?["ID"]?.string { image = id }
        guard let text = json["stream"]?.string else { return nil }
        // Podman's own endpoint tells the id as a line that is nothing else.
        let line = text.withoutLineEnd
        if line.utf8.count == 64, line.utf8.allSatisfy({ Hex.isDigit($0) }) {
            image = "sha256:" + line
            return nil
        }
        return .output(text)
    }
}

private extension Hex {
    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
