import ContainerEngine
import Core

/// What a build takes out of a registry that wants a login. Its own steps have none: a FROM reaches what everybody may read.
extension EngineBuilder {
    /// Base images that lie there come in our name, before the build begins.
    func fetchBases(of source: PackedSource, _ lines: LineWriter) async throws {
        for image in bases.named(by: source.text, in: registry.place) {
            do {
                guard try await !isHere(image) else { continue }
                await lines.write("Fetching \(image)", isOutput: false)
                for try await _ in try await engine.pull(image) {}
            } catch let error as EngineError {
                throw BuildFailure(.imagePullFailed, "The base image \(image) can't be pulled.", details: error.message, cause: String(reflecting: error))
            }
        }
    }

    private func isHere(_ image: String) async throws(EngineError) -> Bool {
        do {
            _ = try await engine.inspectImage(image)
            return true
        } catch {
            guard error.isNotFound else { throw error }
            return false
        }
    }
}

/// The way of an image to the registry, which is sometimes closed and may be away for a moment.
extension EngineBuilder {
    /// Longer than a registry takes to be there again.
    private static let restart = Duration.seconds(15)

    /// Waits until no collection has the registry for itself.
    func beginPush(_ build: Build, _ lines: LineWriter) async throws -> Build {
        try await PushPermit.waited(lines) { try await store.beginPush(build) }
    }

    /// Tries again what a registry refuses that is restarted, or still being swept for somebody who died. One that stays away
    /// fails the build soon: whoever waits for it can do something about that.
    func push(_ tag: String, _ lines: LineWriter) async throws -> String {
        let swept = Deadline.after(PushPermit.patience), back = Deadline.after(Self.restart)
        var hasTold = false
        while true {
            do {
                return try await pushOnce(tag)
            } catch let failure as BuildFailure {
                let isSwept = Self.says(failure, Self.sweeping)
                guard isSwept || Self.says(failure, Self.absence), !(isSwept ? swept : back).hasPassed else { throw failure }
            }
            if !hasTold { await lines.write("The registry is away for a moment; trying again", isOutput: false) }
            hasTold = true
            try await Task.sleep(for: .seconds(1))
        }
    }

    private func pushOnce(_ tag: String) async throws -> String {
        do {
            return try await engine.push(tag)
        } catch {
            throw BuildFailure(.pushFailed, "The image can't be stored in the registry.", details: error.message, cause: String(reflecting: error))
        }
    }

    private static let sweeping = ["method not allowed", "405"]
    private static let absence = [
        "connection refused", "connection reset", "unexpected eof", ": eof", "i/o timeout", "broken pipe", "502 bad gateway",
        "503 service unavailable", "could not connect", "couldn't connect",
    ]

    private static func says(_ failure: BuildFailure, _ words: [String]) -> Bool {
        let said = failure.details.lowercased()
        return words.contains { said.contains($0) }
    }
}
