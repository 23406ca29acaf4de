import Core
import HTTPClient
import TestSupport

/// Reads an app's lines as a browser does: followed as events, or as pages of history.
enum LineFollower {
    /// The messages of instances in the order in which they came, until one is `last`. A connection that ends is taken up where it ended.
    static func read(_ app: App, until last: String) async throws -> [String] {
        let http = HTTPClient()
        var messages: [String] = []
        var id = "0"
        let deadline = ContinuousClock.now + .seconds(180)
        while ContinuousClock.now < deadline {
            var request = HTTPRequest(method: "GET", url: "\(app.api.base)/api/v1/apps/\(app.id)/logs?source=instance")
            request.headers = [("Authorization", "Bearer \(app.api.token ?? "")"), ("Accept", "text/event-stream"), ("Last-Event-ID", id)]
            let stream = try await http.stream(request)
            var pending: [UInt8] = []
            var name = ""
            do {
                while let chunk = try await stream.body.next() {
                    pending += chunk
                    while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                        let line = String(decoding: pending[..<end], as: UTF8.self)
                        pending.removeSubrange(...end)
                        if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
                        if line.hasPrefix("id: ") { id = String(line.dropFirst(4)) }
                        guard line.hasPrefix("data: "), name == "log" else { continue }
                        let message = try JSONValue(parsing: Array(line.dropFirst(6).utf8))["message"]?.string ?? ""
                        messages.append(message)
                        if message == last {
                            stream.cancel()
                            return messages
                        }
                    }
                }
            } catch is HTTPError {
                try Task.checkCancellation()
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        return messages
    }

    /// Everything that is stored of the app's instances; asked again while the door is away.
    static func history(_ app: App) async throws -> [String] {
        var messages: [String] = []
        var cursor = "a0"
        while true {
            let page = try await app.api.persistently(200, "GET", "apps/\(app.id)/logs?limit=200&source=instance&cursor=\(cursor)")
            messages += (page["items"]?.array ?? []).compactMap { $0["message"]?.string }
            cursor = page["next_cursor"]?.string ?? cursor
            if page["has_more"]?.bool != true { return messages }
        }
    }
}
