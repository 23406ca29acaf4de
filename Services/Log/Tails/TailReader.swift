import ContainerEngine
import Core
import Logging

/// Reads one container's output to its end, over restarts of the container, of the engine and of this service.
struct TailReader: Sendable {
    let engine: ContainerEngine
    let store: LogStore
    let live: LiveLines
    let log: Logger
    let fence: Int64

    /// Lost when another replica took the app over meanwhile.
    struct LeaseLost: Error {}

    func run(_ tail: Tail) async throws {
        var cursor = tail.cursor
        var backoff = Backoff(first: .milliseconds(100), most: .seconds(3))
        while !Task.isCancelled {
            guard let state = try await inspect(tail) else { return try await store.drained(tail.container, fence: fence) }
            let before = cursor
            cursor = try await read(tail, from: cursor, follow: state.running)
            if !state.running {
                // Nothing runs, and this reading went to the end.
                if try await store.hasEnded(tail.container) { return try await store.drained(tail.container, fence: fence) }
                if cursor == before { try await Task.sleep(for: backoff.next()) } else { backoff.reset() }
            }
        }
    }

    private func inspect(_ tail: Tail) async throws -> ContainerState? {
        do {
            return try await engine.inspect(tail.container)
        } catch let error where error.status == 404 {
            return nil
        }
    }

    /// Reads from the cursor on; ends when the container does. What was read is stored even when the stream broke.
    private func read(_ tail: Tail, from cursor: TailCursor, follow: Bool) async throws -> TailCursor {
        let buffer = TailBuffer()
        return try await withThrowingTaskGroup(of: TailCursor?.self) { group in
            group.addTask {
                var cursor = cursor
                while let batch = await buffer.take() {
                    guard let stored = try await store.append(
                        app: tail.app, fence: fence, container: tail.container, cursor: batch.cursor, lines: batch.lines)
                    else { throw LeaseLost() }
                    cursor = batch.cursor
                    await live.publish(stored)
                    // Many small transactions cost more than a short wait: lines arrive in bursts.
                    try await Task.sleep(for: .milliseconds(20))
                }
                return cursor
            }
            group.addTask {
                do {
                    try await fill(buffer, tail, from: cursor, follow: follow)
                } catch let error where !(error is CancellationError) {
                    log.debug("a container's log broke off", metadata: ["container": "\(tail.container)", "error": "\(error)"])
                }
                await buffer.finish()
                return nil
            }
            var end = cursor
            for try await finished in group { if let finished { end = finished } }
            return end
        }
    }

    private func fill(_ buffer: TailBuffer, _ tail: Tail, from cursor: TailCursor, follow: Bool) async throws {
        var skip = TailSkip(cursor)
        let since = cursor.microseconds == 0 ? nil : Timestamp(microseconds: cursor.microseconds)
        for try await record in try await engine.logs(tail.container, since: since, follow: follow) {
            guard skip.takes(record.time.microseconds) else { continue }
            // Podman's API tells whole seconds. A record that has just come gets the time at which it came.
            let now = Timestamp.now()
            let isFresh = now - record.time < .seconds(2)
            let line = LogLine(
                time: isFresh ? now : record.time, source: .instance, instance: tail.instance, stream: record.stream == .stderr ? .stderr : .stdout,
                message: LogLine.clean(record.message), deployment: tail.deployment, build: nil)
            await buffer.add(line, skip.cursor)
        }
    }
}
