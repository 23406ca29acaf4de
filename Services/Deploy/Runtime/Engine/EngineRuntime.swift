import ContainerEngine
import Core
import HTTPClient
import Hosting
import Logging
import Reconciliation
import ServiceLifecycle
import Telemetry

/// Keeps one app's containers and route as they should be: the only place that starts, stops or routes anything on an engine.
///
/// It looks at the rows and at the containers and takes the next small step towards what is wanted.
struct EngineRuntime: Runtime {
    let store: DeployStore
    let containers: EngineContainers
    let meter: UsageMeter
    let unreached = Unreached()
    /// Apps of which an instance that served was replaced lately.
    let replaced = Setbacks<AppID>(most: .seconds(300))
    let router: Router
    let lines: LogLines
    let opener: ReleaseOpener
    let settings: EngineSettings
    let log: Logger

    /// While something moves, it is looked at this often.
    private static let brisk = AppWorker.brisk

    init(
        _ host: Host, _ common: Configuration, _ configuration: EngineConfiguration, store: DeployStore, registry: RegistryClient,
        http: HTTPClient, opener: ReleaseOpener, lines: LogLines
    ) {
        let engine = ContainerEngine(socket: configuration.socket, http: http, registry: registry, log: host.log)
        let containers = EngineContainers(
            engine: engine, http: http, installation: host.installation, network: configuration.network)
        self.containers = containers
        self.store = store
        meter = UsageMeter(sample: containers.sample)
        router = Router(
            directory: RouteDirectory(path: configuration.routerDirectory, installation: host.installation),
            api: configuration.routerAPI, http: http)
        self.lines = lines
        self.opener = opener
        settings = EngineSettings(
            installation: host.installation, ports: configuration.ports, healthDeadline: common.healthDeadline,
            drain: common.drain)
        log = host.log
    }

    var routePatience: Duration { .seconds(30) }
    var canAutoscale: Bool { false }

    var services: [any Service] {
        let drift = DriftReconciler(store: store, containers: containers, log: log)
        let prune = PruneReconciler(store: store, containers: containers, directory: router.directory, log: log)
        let reach = ReachReconciler(store: store, containers: containers, unreached: unreached, replaced: replaced)
        return [
            Reconciler("reach", every: .seconds(15), nudge: Nudge(), log: log, pass: reach.pass),
            Reconciler("drift", every: .seconds(2), nudge: Nudge(), log: log, pass: drift.pass),
            Reconciler("prune", every: .seconds(60), nudge: Nudge(), log: log, pass: prune.pass),
        ]
    }

    func add(to checks: Checks) { EngineChecks(engine: containers.engine, router: router, store: store).add(to: checks) }

    func resolve(image: String) async throws -> ResolvedImage { try await containers.resolve(image: image) }

    func usage(of instances: [Instance]) async -> [InstanceID: Usage] {
        let running = instances.filter { $0.state == .serving || $0.state == .starting }
        let usage = await meter.usage(of: running.compactMap(\.container))
        return Dictionary(running.compactMap { one in one.container.flatMap { usage[$0] }.map { (one.id, $0) } }) { first, _ in first }
    }

    func pass(_ lease: Leased<AppID>) async throws -> Duration {
        let all = try await containers.all(of: lease.key)
        guard var state = try await store.runtimeState(lease) else { return .seconds(60) }
        let plan = Plan(state.app, state.instances)
        if try await addMissing(plan, state, lease) { state = try await store.runtimeState(lease) ?? state }

        var pause = settings.steadyInterval
        let found = Dictionary(all.compactMap { container in container.instance.map { ($0, container) } }) { first, _ in first }
        for instance in state.instances {
            let care = InstanceCare(owner: self, lease: lease, state: state, instance: instance, container: found[instance.id])
            pause = min(pause, try await care.step())
        }
        state = try await store.runtimeState(lease) ?? state
        pause = min(pause, try await route(state, lease))
        pause = min(pause, try await retire(state, lease))
        if state.app.isDeleting, state.instances.isEmpty { try await finishDeletion(state.app, lease) }
        return pause
    }

    private func addMissing(_ plan: Plan, _ state: RuntimeState, _ lease: Leased<AppID>) async throws -> Bool {
        var hasAdded = false
        for (deployment, count) in plan.additions {
            guard let release = state.releases[deployment], release > 0 else { continue }
            try await store.settle(lease, "adding instances") { db, app in
                for _ in 0..<count { _ = try db.addInstance(of: app, deployment, release: release, ports: settings.ports) }
            }
            hasAdded = true
        }
        return hasAdded
    }

    /// Sends traffic where the plan wants it; believes it when the router shows it.
    private func route(_ state: RuntimeState, _ lease: Leased<AppID>) async throws -> Duration {
        let wanted = Plan(state.app, state.instances).ports
        var route = state.app.route
        if wanted != route.ports {
            let changed = try await store.settle(lease, "changing route") { db, app in try db.setRoute(wanted, of: app.id) }
            route = changed ?? route
        }
        guard !state.app.isDeleting else {
            try await router.directory.remove(state.app.id)
            let generation = route.generation
            if !route.isSeen { try await store.settle(lease, "seeing route") { db, app in try db.routeSeen(generation, of: app.id) } }
            return settings.steadyInterval
        }
        guard route.generation > 0 else { return settings.steadyInterval }
        let file = RouteFile(
            installation: settings.installation, app: state.app.id, host: state.app.host, generation: route.generation, ports: route.ports)
        if case .refused(let newer) = try await router.directory.write(file) {
            try await store.settle(lease, "overtaking route") { db, app in try db.overtakeRoute(newer, of: app.id) }
            return .zero
        }
        guard !route.isSeen else { return settings.steadyInterval }
        guard await router.shows(file) else { return Self.brisk }
        let generation = route.generation
        try await store.settle(lease, "seeing route") { db, app in try db.routeSeen(generation, of: app.id) }
        return .zero
    }

    /// What is not wanted stops once no request can be on its way to it.
    private func retire(_ state: RuntimeState, _ lease: Leased<AppID>) async throws -> Duration {
        // The route may have changed a moment ago: what counts is what the database says now.
        guard let now = try await store.runtimeState(lease) else { return settings.steadyInterval }
        let retirements = Plan(now.app, now.instances).retirements
        guard !retirements.isEmpty else { return settings.steadyInterval }
        let sinceSeen = now.app.route.seenAt.map { Timestamp.now() - $0 } ?? .zero
        let isQuiet = now.app.route.isSeen && sinceSeen >= settings.drain
        let ready = now.instances.filter { instance in
            guard retirements.contains(instance.id), !instance.isRouted else { return false }
            return instance.readyAt == nil || isQuiet || now.app.isDeleting
        }
        guard !ready.isEmpty else { return Self.brisk }
        try await store.settle(lease, "stopping instances") { db, _ in for instance in ready { try db.instanceStops(instance.id) } }
        // Said once: many programs take a second word for impatience. Who did not hear it is ended after the grace.
        for case let container? in ready.map(\.container) { try await containers.end(container, isForced: false) }
        return .zero
    }

    private func finishDeletion(_ app: AppRecord, _ lease: Leased<AppID>) async throws {
        try await store.settle(lease, "removing app") { db, app in
            if try db.instances(of: app.id).isEmpty { try db.removeApp(app.id) }
        }
    }
}
