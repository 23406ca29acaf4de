import Core

/// Takes the engine's frames apart: one byte for the stream, three of zero, four for the length, then the payload, which begins with
/// a time. A frame may come in any number of pieces.
struct LogDemultiplexer: ChunkParser {
    private static let headerSize = 8
    /// Engines cut lines at 16 KiB; a length beyond this is no frame.
    private static let largest = 1 << 20

    private var buffer: [UInt8] = []
    private var place = 0
    private var joiner = LineJoiner()

    /// The lines that are whole now.
    mutating func feed(_ bytes: [UInt8]) throws(EngineError) -> [LogRecord] {
        buffer.removeFirst(place)
        place = 0
        buffer += bytes
        var records: [LogRecord] = []
        while let payload = try nextPayload() {
            // Both engines tell standard input's echo as 0.
            let stream = LogRecord.Stream(rawValue: buffer[payload.lowerBound - Self.headerSize]) ?? .stdout
            if let record = joiner.join(Self.record(stream, buffer[payload])) { records.append(record) }
        }
        return records
    }

    mutating func finish() throws(EngineError) -> [LogRecord] {
        guard place == buffer.count else { throw EngineError(status: 0, message: "the container's log broke off") }
        return joiner.finish()
    }

    private mutating func nextPayload() throws(EngineError) -> Range<Int>? {
        guard buffer.count - place >= Self.headerSize else { return nil }
        let header = buffer[place..<place + Self.headerSize]
        let length = header.suffix(4).reduce(0) { $0 << 8 | Int($1) }
        guard header[place] <= 2, header.dropFirst().prefix(3).allSatisfy({ $0 == 0 }), length <= Self.largest else {
            throw .unreadable("the container's log")
        }
        let start = place + Self.headerSize
        guard buffer.count - start >= length else { return nil }
        place = start + length
        return start..<start + length
    }

    private static func record(_ stream: LogRecord.Stream, _ payload: ArraySlice<UInt8>) -> LogRecord {
        var rest = payload
        var time: Timestamp?
        if let space = payload.prefix(64).firstIndex(of: UInt8(ascii: " ")) {
            time = Timestamp(rfc3339: String(decoding: payload[..<space], as: UTF8.self))
            if time != nil { rest = payload[(space + 1)...] }
        }
        let endsLine = rest.last == UInt8(ascii: "\n")
        if endsLine { rest = rest.dropLast() }
        return LogRecord(stream: stream, time: time ?? .now(), message: Array(rest), endsLine: endsLine)
    }
}
