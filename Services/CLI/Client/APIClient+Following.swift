import Core
import HTTPClient

extension APIClient {
    /// Follows a path's events for ever, reopening with the last id, until the caller leaves or `body` returns false.
    nonisolated func follow(_ path: String, from lastEventID: String? = nil, _ body: @Sendable (ServerEvent) async throws -> Bool) async throws {
        var last = lastEventID
        var hasOpened = false
        var backoff = Backoff(first: .milliseconds(200), most: .seconds(5))
        while !Task.isCancelled {
            let stream: HTTPStream
            do {
                stream = try await open(path, lastEventID: last)
            } catch let error as CLIError {
                guard error.isPassing, last != nil || hasOpened else { throw error }
                try await Task.sleep(for: backoff.next())
                continue
            }
            guard stream.status == 200 else {
                var bytes: [UInt8] = []
                for try await chunk in stream.body { bytes += chunk }
                let refusal = await problem(stream.status, (try? JSONValue(parsing: bytes)) ?? .null)
                guard refusal.isPassing || stream.status == 429 else { throw refusal }
                try await Task.sleep(for: backoff.next())
                continue
            }
            backoff.reset()
            hasOpened = true
            var reader = EventReader()
            do {
                for try await chunk in stream.body {
                    for event in reader.read(chunk) {
                        if let id = event.id { last = id }
                        if try await !body(event) { return }
                    }
                }
            } catch let error as HTTPError where error.kind != .cancelled {
                // The gateway went away: the same question again, from where it ended.
            }
            try await Task.sleep(for: backoff.next())
        }
    }
}
