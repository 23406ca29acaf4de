import Core
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// What a request carries from the socket to its route.
struct GatewayContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// The address on the other end of the socket: a client's, or a proxy's.
    let peer: String?
    /// The client's own, as `RequestLog` found it.
    var address = "unknown"
    var requestID = ""
    var traceparent: String?
    let notes = RequestNotes()

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        peer = source.channel.remoteAddress?.ipAddress
    }
}

/// What the access log tells about a request, written where it is known.
final class RequestNotes: Sendable {
    struct Notes: Sendable {
        var route: String?
        var account: String?
        var project: String?
        var isReplay = false
    }

    private let notes = Mutex(Notes())

    var current: Notes { notes.withLock { $0 } }

    func note(_ change: @Sendable (inout sending Notes) -> Void) {
        notes.withLock { change(&$0) }
    }
}
