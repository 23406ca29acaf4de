import Core

extension PushPermit {
    /// Longer than a registry takes to sweep itself; the build's own deadline ends it as well.
    static let patience = Duration.seconds(900)

    /// Asks until no collection has the registry for itself, and says that it waits.
    static func waited(_ lines: LineWriter, for ask: () async throws -> PushPermit) async throws -> Build {
        let deadline = Deadline.after(patience)
        var hasTold = false
        while true {
            switch try await ask() {
            case .begun(let build): return build
            case .lost: throw CancellationError()
            case .closed: break
            }
            guard !deadline.hasPassed else {
                throw BuildFailure(.pushFailed, "The registry was being swept for more than \(patience.components.seconds / 60) min; try again.")
            }
            if !hasTold { await lines.write("Waiting for the registry, which is being swept", isOutput: false) }
            hasTold = true
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}
