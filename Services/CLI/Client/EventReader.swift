import Core
import HTTPClient

/// One server-sent event (HTML standard, 9.2).
struct ServerEvent: Sendable, Equatable {
    var id: String?
    var name = "message"
    var data = ""
}

/// Cuts a byte stream into server-sent events; lines end in LF, CR LF or CR.
struct EventReader {
    private var line: [UInt8] = []
    private var event = ServerEvent()
    private var hasData = false
    private var sawCR = false

    mutating func read(_ bytes: [UInt8]) -> [ServerEvent] {
        var events: [ServerEvent] = []
        for byte in bytes {
            if byte == 0x0A, sawCR {
                sawCR = false
                continue
            }
            sawCR = byte == 0x0D
            guard byte == 0x0A || byte == 0x0D else {
                line.append(byte)
                continue
            }
            if let finished = endLine() { events.append(finished) }
        }
        return events
    }

    private mutating func endLine() -> ServerEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else {
            defer {
                event = ServerEvent()
                hasData = false
            }
            return hasData ? event : nil
        }
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count > 1 ? (parts[1].hasPrefix(" ") ? parts[1].dropFirst() : parts[1]) : ""
        switch parts[0] {
        case "id": event.id = String(value)
        case "event": event.name = String(value)
        case "data":
            event.data += hasData ? "\n\(value)" : String(value)
            hasData = true
        default: break
        }
        return nil
    }
}
