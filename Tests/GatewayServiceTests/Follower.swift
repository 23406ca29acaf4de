import Core
import HTTPClient
import Synchronization
import TestSupport

/// Reads a stream of server-sent events until it is left.
final class Follower: Sendable {
    private struct State {
        var text = ""
        var reading: Task<Void, Never>?
    }

    private let state = Mutex(State())

    init(_ door: Door, _ path: String, token: String, lastID: String? = nil) async throws {
        var headers = [("Authorization", "Bearer " + token), ("Accept", "text/event-stream")]
        if let lastID { headers.append(("Last-Event-ID", lastID)) }
        let stream = try await door.http.stream(HTTPRequest(url: door.base + path, headers: headers))
        guard stream.status == 200 else { throw Unexpected() }
        let reading = Task { [weak self] in
            do {
                for try await bytes in stream.body { self?.take(bytes) }
            } catch {
                // Left, or ended by the gateway: what was read is what counts.
                return
            }
        }
        state.withLock { $0.reading = reading }
    }

    private func take(_ bytes: [UInt8]) {
        state.withLock { $0.text += String(decoding: bytes, as: UTF8.self) }
    }

    private func fields(_ name: String) -> [String] {
        state.withLock { $0.text }.split(separator: "\n").filter { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }

    var ids: [String] { fields("id") }
    var names: [String] { fields("event") }

    func wait(for count: Int) async throws {
        try await eventually("\(count) events", within: .seconds(8)) { self.ids.count >= count }
    }

    func leave() { state.withLock { $0.reading }?.cancel() }
}

/// A moment, kept across closures.
final class Kept: Sendable {
    private let moment = Mutex(ContinuousClock.now)
    var begun: ContinuousClock.Instant { moment.withLock { $0 } }
    func now() { moment.withLock { $0 = .now } }
}
