import ContainerEngine
import Logging
import Messaging

/// What the handlers need beside the stores.
struct Parts: Sendable {
    /// Where images are.
    let place: RegistryPlace
    let policy: SourcePolicy
    let bases: BaseImages
    let remote: RemoteRepository
    let variables: VariableSource
    let foresight: Foresight
    let survey: DiskSurvey
    let builder: any Builder
    /// Wakes the workers, in every replica.
    let relay: NudgeRelay
    let log: Logger
}
