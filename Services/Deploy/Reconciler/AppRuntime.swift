import Core
import Logging
import Reconciliation

/// Keeps one app's instances and route as they should be: the only place that starts, stops or routes anything.
///
/// Sagas write wishes (a candidate, a routed deployment), users write wishes (a scale, a restart), and this looks at the
/// rows and at the containers and takes the next small step towards what is wanted. Every step may be the last one before
/// a crash: the next replica looks again and goes on. An app is one worker's at a time, by a lease with a fence.
struct AppRuntime: Sendable {
    let store: DeployStore
    let runtime: any Runtime
    let router: Router
    let lines: LogLines
    let opener: ReleaseOpener
    let settings: RuntimeSettings
    let log: Logger

    /// While something moves, it is looked at this often.
    private static let brisk = Duration.milliseconds(150)
    /// A worker stays with one app this long before others get a turn.
    private static let turns = 40

    func work(_ lease: Leased<AppID>) async {
        var pause = Duration.seconds(1)
        do {
            pause = try await withHeartbeat(renew: { try await store.renew(lease) }) {
                for _ in 0..<Self.turns {
                    let pause = try await pass(lease)
                    guard pause <= Self.brisk else { return pause }
                    try await Task.sleep(for: pause)
                }
                return .zero
            }
        } catch is LeaseLost {
            return
        } catch {
            let fault = Fault.wrapping(error, "looking after an app")
            if fault.code != .cancelled, fault.reason != "lease_lost" {
                log.warning("looking after an app failed", metadata: ["app": "\(lease.key)", "error": "\(String(reflecting: fault))"])
            }
        }
        // Should this fail, the lease runs out by itself.
        try? await store.release(lease, after: pause)
    }

    /// One look and the steps it calls for; how long nothing more is to be done.
    private func pass(_ lease: Leased<AppID>) async throws -> Duration {
        let containers = try await runtime.containers(of: lease.key)
        guard var state = try await store.runtimeState(lease) else { return .seconds(60) }
        let plan = Plan(state.app, state.instances)
        if try await addMissing(plan, state, lease) { state = try await store.runtimeState(lease) ?? state }

        var pause = settings.steadyInterval
        let found = Dictionary(containers.compactMap { container in container.instance.map { ($0, container) } }) { first, _ in first }
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
        for case let container? in ready.map(\.container) { try await runtime.end(container, isForced: false) }
        return .zero
    }

    private func finishDeletion(_ app: AppRecord, _ lease: Leased<AppID>) async throws {
        try await store.settle(lease, "removing app") { db, app in
            if try db.instances(of: app.id).isEmpty { try db.removeApp(app.id) }
        }
    }
}
