package import Core
import HTTPClient

package extension ContainerEngine {
    /// What a container has written, from `since` on (that moment's whole second included), and with `follow` what it will write until
    /// it ends. Letting go of the stream closes it. An engine may answer with the first record only: following a silent container waits.
    ///
    /// To go on where one stopped: ask from the whole second of the last record, and skip as many records of that second as have been
    /// seen; an engine's log only grows.
    func logs(
        _ id: String, since: Timestamp? = nil, follow: Bool = false
    ) async throws(EngineError) -> AsyncThrowingStream<LogRecord, any Error> {
        var query = [("stdout", "1"), ("stderr", "1"), ("timestamps", "1"), ("follow", follow ? "1" : "0")]
        if let since { query.append(("since", "\(since.microseconds / 1_000_000)")) }
        let stream = try await open("GET", Self.apiVersion + "/containers/\(id.percentEncoded)/logs", query) { request in
            if !follow { request.timeout = .seconds(300) }
        }
        return ChunkReader(stream.body, LogDemultiplexer()).stream()
    }
}
