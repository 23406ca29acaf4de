import ContainerEngine
import Core

/// Containers of the engine: its log file, or its API.
struct EngineSource: InstanceSource {
    let engine: ContainerEngine
    let interval = Duration.seconds(3)

    func look(at tail: Tail, from mark: TailMark) async throws -> Look {
        let isRunning = try await failing { try await engine.inspect(tail.container).running }
        return Look(isAtRest: !isRunning) { buffer in
            try await failing {
                let since = mark.cursor.count == 0 ? nil : Timestamp(microseconds: mark.cursor.microseconds)
                for try await records in try await engine.logBatches(tail.container, since: since, follow: isRunning) {
                    await buffer.add(records)
                }
                return true
            }
        }
    }

    private func failing<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as EngineError {
            if error.isNotFound { throw SourceFailure.gone }
            if (400..<500).contains(error.status), error.status != 429 { throw SourceFailure.refused(error) }
            throw SourceFailure.unavailable(error)
        }
    }
}
