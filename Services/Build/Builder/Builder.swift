import Core
import Messages
import ServiceLifecycle
import Telemetry

/// Who makes images: a container engine on this machine, or Jobs in a cluster.
///
/// A worker brings a source here, plans and packs it; a builder makes the image, stores it in the registry and says what it is.
/// Output goes to the lines as it comes. A builder throws `BuildFailure` for what another attempt would meet again,
/// `AttemptLost` for what it would not, and ends with the task that it runs in.
protocol Builder: Sendable {
    /// The Dockerfile as it is built here, in place of the one in the source; nil where it is no matter.
    /// - Parameter dockerfile: nil when it can't be read as a text.
    /// - Throws: `BuildFailure` for what can't be built here.
    func confined(_ dockerfile: String?, at path: String, of build: Build, in tree: SourceTree) throws -> String?
    /// Makes and stores the image of what is packed. Its steps find the variables in `BuildVariables.folder`; they are in nothing that stays.
    func make(_ build: Build, of source: PackedSource, seeing variables: BuildVariables, _ lines: LineWriter) async throws -> BuiltImage
    /// Goes on with what a worker before had begun and that outlived it; nil: it has to be made anew.
    func resume(_ build: Build, seeing variables: BuildVariables, _ lines: LineWriter) async throws -> BuiltImage?
    /// What an ended build left running ends, and is waited for.
    func end(_ build: Build, deadline: Deadline) async throws
    /// Everything of an app that goes.
    func removeAll(of app: AppID) async throws
    /// Removes copies that have no use, and cache that was long not used; how much that was.
    func collect(unused: ([BuildID]) async throws -> Set<BuildID>, cacheOlderThan age: Duration) async throws -> (images: Int, bytes: Int64)
    /// What images and cache take on this machine, and whose they are.
    func measure(_ disk: inout Proto.ImageDisk, _ apps: inout [String: Proto.AppDisk]) async throws
    /// How often a build is begun that comes to nothing by no fault of its source.
    var mostAttempts: Int { get }
    /// How long a push that it has begun may go on.
    var pushPatience: Duration { get }
    /// What runs beside the builds.
    var services: [any Service] { get }
    /// What an operator is told of it.
    func add(to checks: Checks)
}

/// A source that is ready to be built.
struct PackedSource: Sendable {
    /// A tar on this machine, which goes away with the attempt.
    var context: String
    /// The path of the Dockerfile in it.
    var dockerfile: String
    /// How many instructions that has beside FROM; 0: not known.
    var steps: Int
}

/// An image that is in the registry.
struct BuiltImage: Sendable {
    /// At `pushing`, with what was learnt of the image.
    var build: Build
    var digest: String
}

/// This attempt came to nothing, by no fault of the source: a node went, somebody deleted its Job. The next one may succeed.
struct AttemptLost: Error, Sendable {
    var reason: String
}

/// What of an image matters to those who run it.
package struct ImageSummary: Sendable, Equatable {
    /// The single EXPOSE, else 0.
    package var exposedPort = 0
    package var user = ""
}
