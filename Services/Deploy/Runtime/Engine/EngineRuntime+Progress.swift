import Core

extension EngineRuntime {
    /// The rows say it all: the passes write down what was started, what was seen to serve, what the router shows.
    func progress(of state: SagaState) async throws -> RolloutProgress {
        Self.progress(of: state, try await store.instances(of: state.deployment))
    }

    static func progress(of state: SagaState, _ instances: [Instance]) -> RolloutProgress {
        let app = state.app
        let serving = instances.filter { $0.state == .serving }
        var progress = RolloutProgress(ready: serving.count, wanted: app.candidateScale)
        let started = instances.filter { $0.container != nil }.count
        if started >= app.candidateScale { progress.applied = started == 1 ? "1 instance started." : "\(started) instances started." }
        progress.failure =
            progress.applied == nil
            ? instances.lazy.compactMap(\.failure).first : instances.first { $0.state == .failed }.flatMap(\.failure)
        progress.servingSince = serving.compactMap(\.readyAt).max()
        let ports = serving.compactMap(\.port).sorted()
        let isThere = app.scale == 0 ? app.route.ports.isEmpty : !ports.isEmpty && app.route.ports == ports
        if isThere, app.route.isSeen {
            progress.routed =
                app.scale == 0
                ? "Nothing is routed: the app stays stopped." : "Traffic moved to \(ports.count == 1 ? "1 instance" : "\(ports.count) instances")."
        }
        return progress
    }
}
