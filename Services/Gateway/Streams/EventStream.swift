import Core
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// A response of server-sent events, from its head to its end.
///
/// A source is asked again and again for what is new; between the questions the stream sleeps until it is woken, or for
/// the source's own interval, since a wake may be lost. Every 15 s it says `: ping` and looks whether the caller may
/// still listen: a session that ended or a membership that was taken away ends the stream as well.
struct EventStream: Sendable {
    static let pingEvery: Duration = .seconds(15)

    let streams: Streams
    let log: Logger

    /// - Parameter source: made when the stream begins, with what will wake it.
    func answer(
        _ call: Call, _ source: @escaping @Sendable (StreamSignal) -> any StreamSource
    ) throws(Fault) -> Answer {
        let slot = try streams.open(for: try call.account.account)
        let channel = call.context.channel
        var answer = Answer(200)
        answer.headers[.contentType] = "text/event-stream"
        answer.headers[.cacheControl] = "no-store"
        if let name = HTTPField.Name("X-Accel-Buffering") { answer.headers[name] = "no" }
        answer.stream = ResponseBody { [log] writer in
            let signal = slot.signal
            let source = source(signal)
            defer { source.finish() }
            do {
                // Not the framework's own way (`consumeWithInboundCloseHandler`): it stops the process when a client leaves
                // in the middle of its request.
                let departure = try await channel.pipeline.handler(type: Departure.self).get()
                departure.notice { signal.end() }
                try await Self.write(&writer, signal, source)
            } catch {
                // A client that left and a stop of the gateway come out here as well; neither is worth a warning.
                log.debug("a stream ended", metadata: ["error": "\(String(reflecting: error))"])
            }
            try await writer.finish(nil)
        }
        return answer
    }

    private static func write(
        _ writer: inout any ResponseBodyWriter, _ signal: StreamSignal, _ source: any StreamSource
    ) async throws {
        // At once, so that the client knows the stream is open before anything happens.
        try await writer.write(ByteBuffer(string: ServerSentEvent.ping))
        var pinged = ContinuousClock.now
        while !signal.isEnded {
            let events = try await fetch(source)
            if !events.isEmpty {
                try await writer.write(ByteBuffer(string: events.map(\.text).joined()))
                continue
            }
            let untilPing = pingEvery - (ContinuousClock.now - pinged)
            if untilPing <= .zero {
                try await source.mayContinue()
                try await writer.write(ByteBuffer(string: ServerSentEvent.ping))
                pinged = .now
            } else {
                await signal.wait(atMost: min(source.interval, untilPing))
                try Task.checkCancellation()
            }
        }
    }

    /// A service that is away for a moment delays a stream and does not end it.
    private static func fetch(_ source: any StreamSource) async throws -> [ServerSentEvent] {
        do {
            return try await source.next()
        } catch let fault as Fault where fault.code.isRetryable || fault.code == .resourceExhausted {
            return []
        }
    }
}
