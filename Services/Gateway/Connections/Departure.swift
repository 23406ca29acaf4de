import NIOCore
import Synchronization

/// Notices on a connection that the client has left, while nothing is being read from it or written to it.
///
/// Without it a stream learns of that only when two pings have failed. A client that closes just its sending side counts
/// as gone too: nobody who still reads events does that.
final class Departure: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    private struct State {
        var isGone = false
        var tell: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Calls `tell` once, now if the client is gone already. One stream at a time has a connection.
    func notice(_ tell: @escaping @Sendable () -> Void) {
        let isGone = state.withLock { state in
            state.tell = state.isGone ? nil : tell
            return state.isGone
        }
        if isGone { tell() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { leave() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    private func leave() {
        let tell = state.withLock { state in
            state.isGone = true
            defer { state.tell = nil }
            return state.tell
        }
        tell?()
    }
}
