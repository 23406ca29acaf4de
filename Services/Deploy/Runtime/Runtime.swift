import Core

/// Where instances run. The engine today; a cluster interprets the same objects.
protocol Runtime: Sendable {
    /// Every container of this installation, one question for all of them.
    func containers() async throws(Fault) -> [ObservedContainer]
    /// The containers of one app.
    func containers(of app: AppID) async throws(Fault) -> [ObservedContainer]
    /// Makes sure of the image, and says what it is: its digest, what it exposes, who it runs as.
    func resolve(image: String) async throws -> ResolvedImage
    /// Makes and starts an instance's container; the container of an earlier attempt is taken over.
    func launch(_ instance: Instance, _ objects: DesiredObjects) async throws -> String
    func start(_ container: String) async throws
    /// One look at a running container.
    func look(_ container: ObservedContainer, port: Int, published: Int, healthPath: String) async -> Sighting
    /// Asks it to end; `isForced` ends it.
    func end(_ container: String, isForced: Bool) async throws
    func remove(_ container: String) async throws
    /// How it ended, once it has.
    func exit(of container: String) async throws -> ObservedExit
    /// What it has used so far; nil when it does not run, or the runtime does not say.
    func sample(_ container: String) async -> UsageSample?
    /// The last lines it wrote.
    func output(of container: String, lines: Int) async -> String
    /// Removes what is left of projects that have no app any more.
    func removeNetworks(except projects: Set<ProjectID>) async throws
}

/// A container as the runtime sees it.
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

struct ResolvedImage: Sendable, Equatable {
    /// By digest wherever there is one.
    var reference: String
    /// The single port it exposes, else 0.
    var exposedPort: Int
    var user: String
}

/// Why an instance could not be made to run: what another attempt would meet again.
enum LaunchError: Error, Sendable, Equatable {
    case image(String)
    case command(String)
    /// Somebody outside Slipway has the port.
    case portTaken(String)
}
