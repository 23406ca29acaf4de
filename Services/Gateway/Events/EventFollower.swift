import Core
import Synchronization

/// Follows the events of a scope, from an id or from now on.
final class EventFollower: StreamSource {
    private struct State {
        var scope: EventScope
        var known: Int64?
    }

    let interval: Duration = .seconds(2)
    private let store: EventStore
    private let hub: EventHub
    private let signal: StreamSignal
    private let refresh: @Sendable () async throws -> EventScope
    private let state: Mutex<State>

    /// - Parameters:
    ///   - after: the id of the last event that the client has; nil to begin now.
    ///   - refresh: what the caller may follow, looked up again with every ping; throwing ends the stream.
    init(
        _ scope: EventScope, after: Int64?, store: EventStore, hub: EventHub, signal: StreamSignal,
        refresh: @escaping @Sendable () async throws -> EventScope
    ) {
        self.store = store
        self.hub = hub
        self.signal = signal
        self.refresh = refresh
        state = Mutex(State(scope: scope, known: after))
        hub.add(signal, scope)
    }

    func next() async throws -> [ServerSentEvent] {
        let now = state.withLock { $0 }
        guard let known = now.known else {
            let newest = try await store.newest(now.scope)
            state.withLock { $0.known = newest }
            return []
        }
        let news = try await store.after(known, now.scope)
        state.withLock { $0.known = news.known }
        if news.isReset {
            return [ServerSentEvent(name: "reset", id: String(news.known), data: ["type": "reset", "time": .string(Timestamp.now().rfc3339)])]
        }
        return news.events.map { ServerSentEvent(name: $0.event.kind.rawValue, id: String($0.id), data: $0.event.json) }
    }

    func mayContinue() async throws {
        let scope = try await refresh()
        state.withLock { $0.scope = scope }
    }

    func finish() { hub.remove(signal) }
}
