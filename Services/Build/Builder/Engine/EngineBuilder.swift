import ContainerEngine
import Core
import HTTPClient
import Hosting
import Messages
import ServiceLifecycle
import Telemetry

/// Builds through the container engine's build endpoint. The build lives as long as its connection: leaving the stream ends it.
struct EngineBuilder: Builder {
    let engine: ContainerEngine
    let images: EngineImages
    let layers: EngineLayers
    let registry: ImageRegistry
    /// What of our registry every Dockerfile may name: the base images that lie there.
    let readable: [String]
    let store: BuildStore
    let memory: Int64
    /// Mirrors and proxies: build arguments that every Dockerfile knows without an ARG.
    let arguments: [String: String]
    let network: BuildNetwork
    let installation: String

    init(
        _ host: Host, _ configuration: Configuration, socket: String, store: BuildStore, registry: ImageRegistry, client: RegistryClient, http: HTTPClient
    ) {
        engine = ContainerEngine(socket: socket, http: http, registry: client, log: host.log)
        layers = EngineLayers(engine: engine)
        images = EngineImages(engine: engine, installation: host.installation, layers: layers)
        self.registry = registry
        let place = "\(configuration.registry.place)"
        readable = configuration.bases.repositories(in: place).map { "\(place)/\($0)" }
        self.store = store
        memory = configuration.memory
        arguments = configuration.environment
        network = configuration.network
        installation = host.installation
    }

    /// How many workers may die over a build before it is given up.
    var mostAttempts: Int { 3 }
    var pushPatience: Duration { .seconds(300) }
    var services: [any Service] { [] }

    func add(to checks: Checks) {
        checks.add("engine") { await engine.examine() }
        checks.add("engine disk") { await engine.examineDisk() }
    }

    func confined(_ dockerfile: String?, at path: String, of build: Build, in tree: SourceTree) throws -> String? {
        guard let dockerfile else { throw BuildFailure(.planFailed, "`\(path)` can't be read: it must be a text in UTF-8.") }
        return try MountRules(project: build.project, isLink: { path in tree.entries[path].map { !$0.isFile } ?? false }).confined(dockerfile, at: path)
    }

    func make(_ start: Build, of source: PackedSource, seeing variables: BuildVariables, _ lines: LineWriter) async throws -> BuiltImage {
        var build = start
        let tag = registry.tag(build)
        let steps = try await run(build, source, variables, tag, lines)
        (build.stepsDone, build.stepsTotal) = (steps, steps)
        let details = try await engine.inspectImage(tag)
        build.exposedPort = details.exposedPorts.count == 1 ? details.exposedPorts[0] : 0
        build.imageUser = details.user
        build = try await beginPush(build, lines)
        await lines.write("Storing the image", isOutput: false)
        return BuiltImage(build: build, digest: try await push(tag, lines))
    }

    /// What was here, on the engine of whoever died, is not known to be complete.
    func resume(_ build: Build, seeing variables: BuildVariables, _ lines: LineWriter) async throws -> BuiltImage? { nil }

    /// Its connection has ended, and the build with it. One that succeeded makes older copies useless.
    func end(_ build: Build, deadline: Deadline) async throws {
        if build.status == .succeeded { await images.trim(build.app) }
    }

    func removeAll(of app: AppID) async throws { try await images.removeAll(of: app) }

    func collect(unused: ([BuildID]) async throws -> Set<BuildID>, cacheOlderThan age: Duration) async throws -> (images: Int, bytes: Int64) {
        try await images.collect(unused: unused, cacheOlderThan: age)
    }

    /// How many steps it took.
    private func run(
        _ build: Build, _ source: PackedSource, _ variables: BuildVariables, _ tag: String, _ lines: LineWriter
    ) async throws -> Int {
        if !variables.isEmpty, try await !engine.version().isPodman { throw EngineSecrets.unsupported }
        let secrets = variables.isEmpty ? nil : try await EngineSecrets(variables, in: source.context)
        var splitter = LineSplitter()
        var progress = StepProgress()
        let events = try await engine.build(
            context: secrets?.context ?? source.context, dockerfile: source.dockerfile, tag: tag, buildArgs: arguments,
            labels: build.labels(installation), secrets: secrets?.files ?? [:], memory: memory,
            // Podman's own store has what all projects built: nothing in it is taken for what a registry would not give.
            pull: true, readable: readable + ["\(registry.place)/\(build.project)"], network: network, group: build.id.description)
        for try await event in events {
            switch event {
            case .output(let text):
                for line in splitter.read(text) { try await tell(line, build, &progress, lines) }
            case .image: break
            case .failed(let message):
                if let rest = splitter.finish() { try await tell(rest, build, &progress, lines) }
                throw BuildOutput.failure(message, at: progress, commands: build.commands, tail: await lines.lastLines)
            }
        }
        try Task.checkCancellation()
        if let rest = splitter.finish() { try await tell(rest, build, &progress, lines) }
        return progress.total
    }

    private func tell(_ line: String, _ build: Build, _ progress: inout StepProgress, _ lines: LineWriter) async throws {
        await lines.write(line)
        if progress.read(line) { try await store.progress(build, done: progress.done, total: progress.total) }
    }
}
