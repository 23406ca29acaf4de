package import Core
import HTTPClient

package extension ContainerEngine {
    /// What a container has written from `since` on, and with `follow` what it will write until it ends. Letting go of the stream closes it.
    ///
    /// Podman's file is read directly where this process may; otherwise the engine is asked, which tells whole seconds and begins with the
    /// whole second of `since`. In either case, to go on where one stopped: ask from the last record's time, and skip what is older,
    /// and as many records of that very time as have been seen; a container's log only grows.
    func logs(
        _ id: String, since: Timestamp? = nil, follow: Bool = false
    ) async throws(EngineError) -> AsyncThrowingStream<LogRecord, any Error> {
        let inspected = try await call("GET", "/containers/\(id.percentEncoded)/json").json()
        if let path = LogFile.path(in: inspected) {
            let engine = self
            return LogFile(path: path, since: since, follows: follow) { () async throws(EngineError) in
                try await engine.inspect(id).running
            }.stream()
        }
        var query = [("stdout", "1"), ("stderr", "1"), ("timestamps", "1"), ("follow", follow ? "1" : "0")]
        if let since { query.append(("since", "\(since.microseconds / 1_000_000)")) }
        let stream = try await open("GET", Self.apiVersion + "/containers/\(id.percentEncoded)/logs", query) { request in
            if !follow { request.timeout = .seconds(300) }
        }
        return ChunkReader(stream.body, LogDemultiplexer()).stream()
    }
}
