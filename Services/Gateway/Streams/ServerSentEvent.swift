import Core
import NIOCore

/// One event of a stream (WHATWG HTML, 9.2). Data is JSON on one line, so nothing in it can end the event.
struct ServerSentEvent: Sendable, Equatable {
    var name: String
    var id: String?
    var data: JSONValue

    var text: String {
        var text = "event: \(name)\n"
        if let id { text += "id: \(id)\n" }
        return text + "data: \(data.encoded())\n\n"
    }

    /// Keeps proxies from closing a quiet stream, and tells us when nobody reads any more.
    static let ping = ": ping\n\n"
}
