import ContainerEngine
import Core
import Hosting
import Kubernetes
import KubernetesClient
import Logging
import Messages
import Reconciliation
import ServiceLifecycle
import Telemetry

/// Makes images by Jobs in a cluster, each of which outlives whoever began it.
///
/// Its name says which attempt of which build it is, and the row names it before it is there: whoever claims the build finds it, reads
/// its log from the first line and goes on. The executor pushes by itself, so a Job counts as a push from its beginning to its end.
struct KanikoBuilder: Builder {
    let client: KubernetesClient
    let rendering: KanikoRendering
    let judge: JobJudge
    let store: BuildStore
    let registry: ImageRegistry
    let blobs: RegistryClient
    let tokens: RegistryTokens?
    /// What nodes show the registry.
    let nodePassword: Core.Secret<String>?
    let leftovers: KanikoLeftovers
    let log: Logger

    var pushPatience: Duration { rendering.settings.limits.timeout + .seconds(60) }

    /// Builds make room for everything else, so one may have to begin often.
    var mostAttempts: Int { 10 }

    var services: [any ServiceLifecycle.Service] {
        [Reconciler("cluster-builds", every: .seconds(5), nudge: leftovers.nudge, log: log, pass: leftovers.pass)]
    }

    func add(to checks: Checks) {
        checks.add("cluster") {
            guard !rendering.settings.image.isEmpty, !rendering.settings.sourceImage.isEmpty else {
                return .fail(Self.unnamed.message, do: "set SLIPWAY_KANIKO_IMAGE and SLIPWAY_KANIKO_SOURCE_IMAGE")
            }
            do throws(KubernetesError) {
                return .ok("Kubernetes \(try await client.version()) answers; builds are Jobs of \(rendering.settings.image).")
            } catch {
                return .fail("The cluster at \(client.configuration.server) does not answer: \(error.message).", do: "see SLIPWAY_KUBERNETES_KUBECONFIG")
            }
        }
    }

    /// A Pod holds it.
    func confined(_ dockerfile: String?, at path: String, of build: Build, in tree: SourceTree) -> String? { nil }

    func make(_ planned: Build, of source: PackedSource, seeing variables: BuildVariables, _ lines: LineWriter) async throws -> BuiltImage {
        guard !rendering.settings.image.isEmpty, !rendering.settings.sourceImage.isEmpty else { throw Self.unnamed }
        var build = planned
        build.stepsTotal = source.steps
        let artifact = try await SourceArtifact.of(source.context, for: build, in: registry.place)
        build = try await begin(build, artifact.source, lines)
        try await store(artifact)
        let wanted = rendering.job(build, artifact.source, blob: artifact.blob, dockerfile: source.dockerfile, steps: source.steps)
        let job = try await patiently { try await create(wanted, of: build) }
        await lines.write("Building in the cluster: \(wanted.metadata.namespace ?? "")/\(wanted.metadata.name)", isOutput: false)
        return try await finish(build, job, variables, lines)
    }

    func resume(_ build: Build, seeing variables: BuildVariables, _ lines: LineWriter) async throws -> BuiltImage? {
        guard build.isResumed else { return nil }
        let (namespace, name) = (rendering.namespace(of: build), KanikoNames.job(build))
        guard let job = try await patiently({ try await client.get(Job.self, name, in: namespace) }), job.metadata.deletionTimestamp == nil else {
            return nil
        }
        log.info("going on with a Job", metadata: ["build": "\(build.id)", "job": "\(namespace)/\(name)"])
        return try await finish(build, job, variables, lines)
    }

    func end(_ build: Build, deadline: Deadline) async throws {
        defer { leftovers.nudge() }
        var scope = ResourceScope(
            namespace: rendering.namespace(of: build),
            labels: [KanikoNames.installation: rendering.installation, KanikoNames.build: build.id.description])
        // Of this attempt: the next may have begun. What was cancelled has none.
        if build.status != .cancelled { scope.labels[KanikoNames.attempt] = "\(build.attempt)" }
        guard try await leftovers.remove(scope, until: deadline) else {
            throw Fault.unavailable("The build is over, but its Pod has not ended yet; ask again in a moment.")
        }
    }

    func removeAll(of app: AppID) async throws {
        let scope = ResourceScope(labels: [KanikoNames.installation: rendering.installation, KanikoNames.app: app.description])
        guard try await leftovers.remove(scope, until: .after(.seconds(20))) else {
            throw Fault.unavailable("The cluster", detail: "Jobs of app \(app) are still ending")
        }
    }

    func collect(unused: ([BuildID]) async throws -> Set<BuildID>, cacheOlderThan age: Duration) async throws -> (images: Int, bytes: Int64) {
        (try await leftovers.trimCaches(olderThan: age), 0)
    }

    /// Nodes keep what they like; nothing is on this machine.
    func measure(_ disk: inout Proto.ImageDisk, _ apps: inout [String: Proto.AppDisk]) async throws {}

    private static let unnamed = BuildFailure(
        .imagePullFailed, "Nothing can be built: the installation names no executor (SLIPWAY_KANIKO_IMAGE), or no image that unpacks sources (SLIPWAY_KANIKO_SOURCE_IMAGE).")

    /// Waits until no collection has the registry for itself.
    private func begin(_ build: Build, _ source: StoredSource, _ lines: LineWriter) async throws -> Build {
        let namespace = rendering.namespace(of: build)
        let job = "\(namespace)/\(KanikoNames.job(build))"
        return try await PushPermit.waited(lines) { try await store.beginJob(build, job: job, namespace: namespace, source: source) }
    }

    private func store(_ artifact: SourceArtifact) async throws {
        let back = Deadline.after(.seconds(15))
        while true {
            do {
                return try await artifact.push(to: blobs)
            } catch {
                guard error.isUnanswered || error.status >= 500 || error.status == 405, !back.hasPassed else {
                    throw BuildFailure(
                        .pushFailed, "The source can't be stored in the registry.", details: error.message, cause: String(reflecting: error))
                }
            }
            try await Task.sleep(for: .seconds(1))
        }
    }

    private func finish(_ resumed: Build, _ job: Job, _ variables: BuildVariables, _ lines: LineWriter) async throws -> BuiltImage {
        var build = resumed
        try await patiently { try await start(job, of: build, seeing: variables) }
        await lines.turn(to: "\(build.writer):pod")
        var output = KanikoOutput(total: job.metadata.annotations?[KanikoNames.steps].flatMap { Int($0) } ?? 0)
        let state = try await follow(build, job, &output, lines)
        await lines.turn(to: "\(build.writer):end:\(build.fence)")
        let tail = await lines.lastLines
        switch state {
        case .succeeded(let last):
            var digest = last
            if digest == nil { digest = try await registry.digest(of: build) }
            guard let digest, let details = try await blobs.details(of: registry.repository(build), digest) else {
                throw BuildFailure(.pushFailed, "The builder ended well, but the registry has no image of it.", details: tail.joined(separator: "\n"))
            }
            build.exposedPort = details.exposedPorts.count == 1 ? details.exposedPorts[0] : 0
            build.imageUser = details.user
            build.stepsDone = build.stepsTotal
            guard let pushed = try await store.advance(build, to: .pushing, from: [.building, .pushing]) else { throw CancellationError() }
            return BuiltImage(build: pushed, digest: digest)
        case .exited: throw output.failure(of: build, tail)
        case .failed(var failure):
            if failure.details.isEmpty { failure.details = tail.joined(separator: "\n") }
            throw failure
        case .lost(let reason): throw AttemptLost(reason: reason)
        case .waiting, .running: throw CancellationError()
        }
    }
}

extension KanikoBuilder {
    init(
        _ host: Host, _ common: Configuration, _ configuration: KanikoConfiguration, stores: Stores, registry: ImageRegistry, blobs: RegistryClient
    ) throws {
        client = KubernetesClient(configuration.cluster, fieldManager: "slipway-build", log: host.log)
        var settings = configuration.rendering
        settings.readable = common.bases.repositories(in: common.registry.place.host)
        settings.hasNodePassword = common.tokenDoor != nil
        rendering = KanikoRendering(installation: host.installation, settings: settings)
        judge = JobJudge(unschedulable: configuration.unschedulable, memory: common.memory, timeout: common.timeout)
        store = stores.builds
        self.registry = registry
        self.blobs = blobs
        tokens = common.tokens
        nodePassword = common.tokenDoor?.password
        leftovers = KanikoLeftovers(
            client: client, rendering: rendering, store: stores.builds, gate: stores.gate, registry: blobs, nudge: Nudge(), log: host.log)
        log = host.log
    }
}

/// Asking the cluster.
extension KanikoBuilder {
    /// What may pass is waited for, as long as the build may take; a refusal is the build's end.
    func patiently<T>(_ body: () async throws -> T) async throws -> T {
        var backoff = Backoff(first: .milliseconds(200), most: .seconds(3))
        while true {
            do {
                return try await body()
            } catch let error as KubernetesError {
                if error.isCancelled { throw CancellationError() }
                let mayPass = error.isUnanswered || error.isOverloaded || error.status >= 500 || error.isConflict || error.isNamespaceTerminating
                guard mayPass else {
                    guard error.isForbidden || error.isInvalid else { throw error.fault }
                    throw JobJudge.refusal(error.message)
                }
                log.info("the cluster is asked again", metadata: ["error": "\(error)"])
            }
            try await Task.sleep(for: max(.milliseconds(100), backoff.next()))
        }
    }

    /// Walls first. One that is there already is taken as it is: it is of this attempt, by its name.
    private func create(_ job: Job, of build: Build) async throws -> Job {
        if let name = rendering.settings.priorityClass { try await ensurePriorityClass(name) }
        let (namespace, policy) = rendering.walls(of: build)
        _ = try await client.apply(namespace, force: true)
        _ = try await client.apply(policy, force: true)
        do throws(KubernetesError) {
            return try await client.create(job)
        } catch {
            guard error.isAlreadyExists, let there = try await client.get(Job.self, job.metadata.name, in: job.metadata.namespace) else { throw error }
            return there
        }
    }

    /// Who may not look is told by the Job's events when there is none: then an operator has made it, or has to.
    private func ensurePriorityClass(_ name: String) async throws {
        do throws(KubernetesError) {
            guard try await client.get(PriorityClass.self, name) == nil else { return }
            _ = try await client.create(rendering.priorityClass(name))
        } catch {
            guard error.isAlreadyExists || error.isForbidden else { throw error }
        }
    }

    /// Its Pod comes once the secrets are there.
    private func start(_ job: Job, of build: Build, seeing variables: BuildVariables) async throws {
        guard job.spec.suspend == true else { return }
        for secret in rendering.secrets(build, credentials(of: build), variables, of: job) { _ = try await client.apply(secret, force: true) }
        try await client.patch(Job.self, job.metadata.name, in: job.metadata.namespace, merging: ["spec": ["suspend": false]])
    }

    /// Each for what its container does, and as long as the Job may last.
    private func credentials(of build: Build) -> KanikoRendering.Credentials {
        guard let tokens else { return .init() }
        let time = rendering.settings.limits.timeout + .seconds(60)
        var grants = [
            RegistryTokens.Grant(repository: registry.repository(build), actions: ["pull", "push"])
        ]
        if let cache = rendering.cacheRepository(of: build.project) { grants.append(.init(repository: cache, actions: ["pull", "push"])) }
        grants += rendering.settings.readable.map { .init(repository: $0, actions: ["pull"]) }
        return .init(
            node: nodePassword,
            source: tokens.token(
                [.init(repository: KanikoNames.sourceRepository(build, in: registry.place), actions: ["pull"])], for: "source of \(build.id)", lasting: .seconds(600)),
            executor: tokens.token(grants, for: "build \(build.id)", lasting: time))
    }
}
