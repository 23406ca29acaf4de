import Core
import Identity
import ServiceLifecycle
import Synchronization
import Telemetry

/// The open streams: how many an account may hold, and who must hear that the gateway stops.
///
/// A stream never ends by itself, so a server that waits for its requests would wait for ever: this service comes after
/// the server in the list, is stopped before it, and ends them all at once. Clients resume elsewhere by their last id.
final class Streams: Service, Sendable {
    static let mostOfAccount = 64
    static let most = 4_000

    private struct State {
        var isStopping = false
        var next = 0
        var open: [Int: (account: AccountID, signal: StreamSignal)] = [:]
        var byAccount: [AccountID: Int] = [:]
    }

    private let state = Mutex(State())

    /// A place for one more stream, free again when nobody holds it any more: also when its response never began.
    func open(for account: AccountID) throws(Fault) -> StreamSlot {
        let signal = StreamSignal()
        let result: Result<Int, Fault> = state.withLock { state in
            guard !state.isStopping else { return .failure(.unavailable("The gateway is stopping.")) }
            guard state.open.count < Self.most, state.byAccount[account, default: 0] < Self.mostOfAccount else {
                return .failure(.exhausted("Too many open streams; close one first.", retryAfter: .seconds(5)))
            }
            state.next += 1
            state.open[state.next] = (account, signal)
            state.byAccount[account, default: 0] += 1
            Figures.streams.set(state.open.count)
            return .success(state.next)
        }
        return StreamSlot(streams: self, number: try result.get(), signal: signal)
    }

    fileprivate func close(_ number: Int) {
        state.withLock { state in
            guard let (account, _) = state.open.removeValue(forKey: number) else { return }
            let left = state.byAccount[account, default: 1] - 1
            state.byAccount[account] = left > 0 ? left : nil
            Figures.streams.set(state.open.count)
        }
    }

    var count: Int { state.withLock { $0.open.count } }

    func run() async throws {
        try? await gracefulShutdown()
        let signals = state.withLock { state in
            state.isStopping = true
            return state.open.values.map(\.signal)
        }
        for signal in signals { signal.end() }
    }
}

/// One open stream.
final class StreamSlot: Sendable {
    let signal: StreamSignal
    private let streams: Streams
    private let number: Int

    fileprivate init(streams: Streams, number: Int, signal: StreamSignal) {
        self.streams = streams
        self.number = number
        self.signal = signal
    }

    deinit { streams.close(number) }
}
