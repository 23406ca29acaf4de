import Core

/// A container as the engine sees it.
struct ObservedContainer: Sendable, Equatable {
    enum State: Sendable, Equatable { case created, running, exited }

    var id: String
    var name: String
    var app: AppID?
    var instance: InstanceID?
    var state: State
}

struct ObservedExit: Sendable, Equatable {
    var code: Int
    var isOutOfMemory: Bool
}
