import ContainerEngine
import Core
import Messages
import Messaging

/// The seven steps, and who does each.
struct SagaSteps: Sendable {
    let store: DeployStore
    let rpc: RPCClient
    let runtime: any Runtime
    let opener: ReleaseOpener
    let settings: SagaSettings

    func run(_ step: Step, _ state: SagaState, _ lease: Leased<DeploymentID>) async throws -> StepOutcome {
        switch step {
        case .resolve: try await ResolveStep(store: store, rpc: rpc).run(state, lease)
        case .build: try await BuildStep(store: store, rpc: rpc).run(state, lease)
        case .release: try await ReleaseStep(store: store, rpc: rpc, runtime: runtime, opener: opener, registry: settings.registry, isRegistryClosed: settings.isRegistryClosed).run(state, lease)
        case .apply: try await ApplyStep(store: store, runtime: runtime).run(state, lease)
        case .rollout: try await RolloutStep(runtime: runtime).run(state)
        case .verify: try await VerifyStep(runtime: runtime, soak: settings.soak).run(state)
        case .route: try await RouteStep(store: store, runtime: runtime).run(state, lease)
        }
    }
}

/// The numbers that sagas go by.
struct SagaSettings: Sendable {
    /// How long everything must have served before traffic comes.
    var soak: Duration
    /// Where built images are (`host:port`).
    var registry: RegistryPlace
    /// It wants a login, which is ours alone.
    var isRegistryClosed = false
}
