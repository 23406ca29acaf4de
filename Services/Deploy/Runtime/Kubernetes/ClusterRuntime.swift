import ContainerEngine
import Core
import HTTPClient
import Hosting
import Kubernetes
import KubernetesClient
import Logging
import Reconciliation
import ServiceLifecycle
import Telemetry

/// Keeps one app's objects in a cluster as they should be; the cluster starts, rolls out and routes.
///
/// What is wanted is rendered from the rows, what there is comes from watches, and what differs is applied. A change that
/// anybody makes to an object of ours gives its app a turn, so it is undone within a second or two; so does the clock.
struct ClusterRuntime: Runtime {
    let store: DeployStore
    let client: KubernetesClient
    let caches: ClusterCaches
    let opener: ReleaseOpener
    let rendering: ClusterRendering
    let patience: RolloutPatience
    let images: ImageLookup
    let log: Logger
    let stillness = Stillness()
    let doubts = Doubts()
    let setbacks = Setbacks<AppID>()
    let complaints = PodComplaints()
    let contested = Setbacks<ClusterObject>()

    /// Between two looks at an app where nothing moves; what moves is told by watches.
    static let steady = ClusterResync.pause
    static let brisk = Duration.milliseconds(500)

    var services: [any ServiceLifecycle.Service] {
        let namespaces = NamespaceReconciler(store: store, client: client, installation: rendering.installation, log: log)
        let resync = ClusterResync(store: store, caches: caches, stillness: stillness)
        return [
            ClusterWatch(caches: caches, store: store, log: log),
            Reconciler("resync", every: ClusterResync.interval, nudge: Nudge(), log: log, pass: resync.pass),
            Reconciler("namespaces", every: .seconds(1), nudge: Nudge(), log: log, pass: namespaces.pass),
            Reconciler("prune", every: .seconds(60), nudge: Nudge(), log: log) { try await prune() },
        ]
    }

    /// The new serve already: what is waited for is a controller that may have to find its API server again.
    var routePatience: Duration { .seconds(600) }
    var canAutoscale: Bool { true }

    func add(to checks: Checks) {
        ClusterChecks(client: client, caches: caches, contested: contested, ingressClass: rendering.settings.ingressClass).add(to: checks)
    }

    func resolve(image: String) async throws -> ResolvedImage { try await images.resolve(image) }

    func pass(_ lease: Leased<AppID>) async throws -> Duration {
        guard caches.isSynced else { return Self.brisk }
        guard let state = try await store.runtimeState(lease) else { return .seconds(60) }
        let cluster = try await store.clusterState(of: state.app)
        do {
            let pause = try await work(state, cluster, lease)
            doubts.forget(state.app.id)
            setbacks.forget(state.app.id)
            return min(pause, try await settlePods(state, cluster.refusal, lease))
        } catch let error as KubernetesError {
            _ = try await settlePods(state, cluster.refusal, lease)
            return try await refused(error, state, lease)
        }
    }

    private func work(_ state: RuntimeState, _ cluster: ClusterState, _ lease: Leased<AppID>) async throws -> Duration {
        guard !state.app.isDeleting else { return try await remove(state, cluster, lease) }
        guard let wanted = state.app.candidate ?? state.app.current, let number = state.releases[wanted], number > 0 else {
            return try await retire(cluster.objects, of: cluster, lease)
        }
        guard !cluster.isProjectLeaving else { return Self.brisk }
        let basis = stillness.basis(state.app, release: number, cluster, caches)
        if let basis, stillness.holds(basis, of: state.app.id) { return Self.steady }
        let objects = try await render(wanted, number, state.app)
        if wanted == state.app.candidate, let failure = missingClass(objects.ingress) {
            try await note(failure, state, lease)
            return .seconds(5)
        }
        var kept = objects.all
        if let current = state.app.current, current != wanted, let number = state.releases[current], number > 0 {
            kept += try await render(current, number, state.app).contents
        }
        let outcome = try await apply(objects, state.app, cluster, lease)
        if let refusal = cluster.refusal, !refusal.isOfPods { try await store.settle(lease, "dropping refusal") { db, _ in try db.dropRefusal(of: wanted) } }
        let old = try await retire(cluster.objects.subtracting(kept.map(ClusterObject.init)), of: cluster, lease)
        if outcome == .leaving { return Self.brisk }
        if let basis, outcome == .unchanged { stillness.note(basis, of: state.app.id) }
        let pause = state.app.candidate == nil ? Self.steady : .seconds(2)
        return old < Self.steady ? min(old, pause) : pause
    }

    func render(_ deployment: DeploymentID, _ number: Int, _ app: AppRecord) async throws -> ClusterObjects {
        guard let release = try await store.release(number, of: app.id) else {
            throw Fault.internal("deployment \(deployment) is of a release that is not there")
        }
        return try render(release, of: app, deployment: deployment)
    }

    func render(_ release: Release, of app: AppRecord, deployment: DeploymentID) throws -> ClusterObjects {
        let rendered = try opener.objects(release, of: app, deployment: deployment)
        return rendering.objects(rendered, of: app, release: release, isCandidate: deployment != app.current)
    }

    /// Walls and room first, then the app; each written down before it is applied. What came of the least of them.
    private func apply(
        _ objects: ClusterObjects, _ app: AppRecord, _ cluster: ClusterState, _ lease: Leased<AppID>
    ) async throws -> ObjectWriter.Outcome {
        let project = rendering.project(of: app)
        let (projectRows, rows) = (project.map(ClusterObject.init), objects.all.map(ClusterObject.init))
        let isKnown = cluster.projectObjects.isSuperset(of: projectRows) && cluster.objects.isSuperset(of: rows) && cluster.tombstones.isDisjoint(with: rows)
        if !isKnown {
            try await store.settle(lease, "noting objects") { db, app in
                try db.noteObjects(projectRows, of: app, isProject: true)
                try db.noteObjects(rows, of: app)
            }
        }
        var outcomes: Set<ObjectWriter.Outcome> = []
        let common = ObjectWriter(client: client, caches: caches, fence: nil, contested: contested, log: log)
        for object in project { outcomes.insert(try await common.ensure(object)) }
        guard !outcomes.contains(.leaving) else { return .leaving }
        let writer = ObjectWriter(client: client, caches: caches, fence: lease.fence, known: cluster.objects, contested: contested, log: log)
        for wave in objects.waves {
            try await withThrowingTaskGroup(of: ObjectWriter.Outcome.self) { group in
                for object in wave {
                    group.addTask { try await writer.ensure(object, isScaledByOthers: objects.autoscaler != nil) }
                }
                for try await outcome in group { outcomes.insert(outcome) }
            }
        }
        return [.leaving, .contested, .written].first { outcomes.contains($0) } ?? .unchanged
    }
}

extension ClusterRuntime {
    init(
        _ host: Host, _ common: Configuration, _ configuration: ClusterConfiguration, store: DeployStore, registry: RegistryClient,
        http: HTTPClient, opener: ReleaseOpener
    ) throws {
        var settings = configuration.rendering
        (settings.healthDeadline, settings.soak, settings.drain) = (common.healthDeadline, common.soak, common.drain)
        let client = KubernetesClient(configuration.cluster, fieldManager: "slipway-deploy", log: host.log)
        self.init(
            store: store, client: client, caches: ClusterCaches(client, installation: host.installation, log: host.log), opener: opener,
            rendering: ClusterRendering(installation: host.installation, settings: settings),
            patience: RolloutPatience(health: common.healthDeadline, unschedulable: configuration.unschedulable),
            images: ImageLookup(http: http, ours: registry), log: host.log)
    }

    /// Old rows, and what is remembered of apps that are gone, whichever replica had them removed.
    private func prune() async throws {
        try await store.forgetOld()
        let apps = try await store.appsAndProjects().apps
        stillness.keep(only: apps)
        doubts.keep(only: apps)
        setbacks.keep(only: apps)
        contested.drop(overdue: .seconds(600))
    }
}

extension ClusterObject {
    init(_ object: any KubernetesObject) {
        let type = type(of: object)
        self.init(namespace: object.metadata.namespace ?? object.metadata.name, kind: type.kind, name: object.metadata.name)
    }
}
