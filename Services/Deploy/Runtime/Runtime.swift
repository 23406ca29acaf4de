import Core
import Hosting
import ServiceLifecycle
import Telemetry

/// Where releases run: a container engine on this machine, or a Kubernetes cluster.
///
/// Sagas write wishes (a candidate, a routed deployment), people write wishes (a scale, a restart), always as rows. A runtime
/// looks at an app's rows and at what there is, takes the next small step towards what is wanted, and says how far a rollout
/// has come. How it does that is its own: the engine's starts containers, asks them and tells a router; a cluster is given
/// objects, rolls them out and routes by itself, and is watched.
protocol Runtime: Sendable {
    /// Makes sure of an image, and says what it is: its digest, what it exposes, who it runs as.
    func resolve(image: String) async throws -> ResolvedImage
    /// One look at an app and the steps it calls for; how long nothing more is to be done.
    func pass(_ lease: Leased<AppID>) async throws -> Duration
    /// How far a deployment has come that is on its way.
    func progress(of state: SagaState) async throws -> RolloutProgress
    /// How long traffic may take to go to new instances alone, once all of them serve.
    var routePatience: Duration { get }
    /// Whether it chooses a number of instances by itself.
    var canAutoscale: Bool { get }
    /// What these instances use now, of those that it can tell.
    func usage(of instances: [Instance]) async -> [InstanceID: Usage]
    /// What runs beside the passes: watches, and reconcilers of what no single app accounts for.
    var services: [any Service] { get }
    /// What an operator is told of it.
    func add(to checks: Checks)
}

/// What a runtime found an image to be.
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
