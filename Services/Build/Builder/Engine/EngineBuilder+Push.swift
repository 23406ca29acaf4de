import ContainerEngine
import Core

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
