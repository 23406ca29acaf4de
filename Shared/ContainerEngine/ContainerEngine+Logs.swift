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
        switch try await logSource(id, since: since, follow: follow) {
        case .file(let file): file.stream()
        case .engine(let reader): reader.stream()
        }
    }

    /// The same, as many records at a time as have come: a step for each would cost more than reading it.
    func logBatches(
        _ id: String, since: Timestamp? = nil, follow: Bool = false
    ) async throws(EngineError) -> AsyncThrowingStream<[LogRecord], any Error> {
        switch try await logSource(id, since: since, follow: follow) {
        case .file(let file): file.batches()
        case .engine(let reader): reader.batches()
        }
    }
}

private enum LogSource {
    case file(LogFile)
    case engine(ChunkReader<LogDemultiplexer>)
}

private extension ContainerEngine {
    func logSource(_ id: String, since: Timestamp?, follow: Bool) async throws(EngineError) -> LogSource {
        let inspected = try await call("GET", "/containers/\(id.percentEncoded)/json").json()
        if let path = LogFile.path(in: inspected) {
            let engine = self
            return .file(
                LogFile(path: path, since: since, follows: follow) { () async throws(EngineError) in try await engine.inspect(id).running })
        }
        var query = [("stdout", "1"), ("stderr", "1"), ("timestamps", "1"), ("follow", follow ? "1" : "0")]
        if let since { query.append(("since", "\(since.microseconds / 1_000_000)")) }
        let stream = try await open("GET", Self.apiVersion + "/containers/\(id.percentEncoded)/logs", query) { request in
            if !follow { request.timeout = .seconds(300) }
        }
        return .engine(ChunkReader(stream.body, LogDemultiplexer()))
    }
}
