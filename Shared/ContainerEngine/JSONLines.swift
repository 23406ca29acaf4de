import Core

/// JSON values, one a line, cut from a stream: how engines tell of builds, pushes and pulls.
struct JSONLines: ChunkParser {
    /// A step's whole output may be one value; more than this is nobody's.
    private static let largest = 4 << 20

    private var buffer: [UInt8] = []

    mutating func feed(_ bytes: [UInt8]) throws(EngineError) -> [JSONValue] {
        buffer += bytes
        guard let end = buffer.lastIndex(of: UInt8(ascii: "\n")) else {
            guard buffer.count <= Self.largest else { throw .unreadable("the engine's stream") }
            return []
        }
        let whole = buffer[..<end]
        defer { buffer.removeFirst(end + 1) }
        return try Self.values(whole)
    }

    mutating func finish() throws(EngineError) -> [JSONValue] {
        defer { buffer = [] }
        return try Self.values(buffer[...])
    }

    private static func values(_ lines: ArraySlice<UInt8>) throws(EngineError) -> [JSONValue] {
        var values: [JSONValue] = []
        for line in lines.split(separator: UInt8(ascii: "\n")) where line.contains(where: { $0 > 0x20 }) {
            do throws(JSONError) {
                values.append(try JSONValue(parsing: Array(line)))
            } catch {
                throw .unreadable("the engine's stream")
            }
        }
        return values
    }
}
