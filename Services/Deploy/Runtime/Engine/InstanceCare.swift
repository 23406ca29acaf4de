import Core
import Logging
import Postgres

/// The next step for one instance: what the row says against what the runtime sees.
struct InstanceCare: Sendable {
    let owner: EngineRuntime
    let lease: Leased<AppID>
    let state: RuntimeState
    let instance: Instance
    let container: ObservedContainer?

    private static let brisk = Duration.milliseconds(150)
    /// Between two that nobody reaches, of an app that is live: this goes on until one is reached.
    private static let livePatience = Duration.seconds(15)

    private var settings: EngineSettings { owner.settings }
    private var app: AppRecord { state.app }

    /// On its way to be live: what goes wrong with it ends its deployment. One that is live is tried again for ever.
    private var isCandidate: Bool { instance.deployment != app.current }

    /// Takes at most one step; says when to look again.
    func step() async throws -> Duration {
        switch instance.state {
        case .starting: try await bringUp()
        case .serving: try await watch()
        case .failed: settings.steadyInterval
        case .stopping: try await end()
        case .stopped: try await clear()
        }
    }

    private func bringUp() async throws -> Duration {
        if let retryAt = instance.retryAt, retryAt > .now() { return Self.brisk }
        guard let container else {
            // Its container was there and is gone: another instance takes its place.
            guard instance.container == nil else { return try await forget() }
            return try await launch()
        }
        switch container.state {
        case .created: return try await launch()
        case .running:
            if instance.container != container.id { try await settle { try $0.instanceStarted(instance.id, container: container.id) } }
            return try await look(at: container)
        case .exited:
            if instance.container != container.id { try await settle { try $0.instanceStarted(instance.id, container: container.id) } }
            if instance.retryAt == nil { return try await exited(container) }
            return try await restart(container)
        }
    }

    private func watch() async throws -> Duration {
        guard let container else { return try await forget() }
        guard container.state == .running else { return try await exited(container) }
        guard owner.unreached.take(instance.id), owner.replaced.isDue(app.id), let port = instance.port,
            let release = try await owner.store.release(instance.release, of: app.id),
            await owner.containers.look(container, port: release.run.port, published: port, healthPath: "") == .unreachable
        else { return settings.steadyInterval }
        _ = owner.replaced.note(app.id)
        return try await replace(container)
    }

    /// It listens and nobody reaches it. Nothing is wrong with what runs in it, so another one gets its turn, on another port; a deployment
    /// has its whole deadline for that.
    private func unreached(_ container: ObservedContainer, _ failure: DeploymentFailure, after elapsed: Duration) async throws -> Duration {
        if isCandidate, let first = try await owner.store.firstStart(of: instance.deployment), Timestamp.now() - first >= settings.healthDeadline {
            try await give(failure)
            return .zero
        }
        guard isCandidate || elapsed >= Self.livePatience else { return .seconds(1) }
        return try await replace(container)
    }

    /// Ends it as if it were no longer wanted, so that no line of it is lost: the plan asks for another one.
    private func replace(_ container: ObservedContainer) async throws -> Duration {
        try await owner.store.settle(lease, "replacing instance") { db, app in
            try db.instanceStops(instance.id)
            let sentence = "\(instance.name) listens, but port \(instance.port ?? 0), where it is published, does not lead to it; another one is started."
            try db.say(sentence, app: app, deployment: instance.deployment, instance: instance.name)
        }
        try await owner.containers.end(container.id, isForced: false)
        return .zero
    }

    private func launch() async throws -> Duration {
        guard let release = try await owner.store.release(instance.release, of: app.id) else {
            throw Fault.internal("instance \(instance.name) is of a release that is not there")
        }
        let objects = try owner.opener.objects(release, of: app, deployment: instance.deployment)
        do {
            let container = try await owner.containers.launch(instance, objects)
            try await settle { try $0.instanceStarted(instance.id, container: container) }
        } catch let error as LaunchError {
            try await refused(error, image: release.image)
        }
        return Self.brisk
    }

    private func restart(_ container: ObservedContainer) async throws -> Duration {
        do {
            try await owner.containers.start(container.id)
            try await settle { try $0.instanceRestarted(instance.id) }
        } catch let error as LaunchError {
            // An instance of what is live is made anew, elsewhere.
            if !isCandidate { return try await forget() }
            try await refused(error, image: "")
        }
        return Self.brisk
    }

    private func refused(_ error: LaunchError, image: String) async throws {
        let failure: DeploymentFailure
        switch error {
        case .portTaken(let said):
            owner.log.info("a port is taken by somebody else", metadata: ["port": "\(instance.port ?? 0)", "error": "\(said)"])
            _ = try await forget()
            return
        case .image(let said): failure = .imagePull(image, said)
        case .command(let said):
            failure = DeploymentFailure(reason: .containerExited, message: "The container can't be started.", details: said)
        }
        try await give(failure)
    }

    private func look(at container: ObservedContainer) async throws -> Duration {
        guard let release = try await owner.store.release(instance.release, of: app.id) else { return settings.steadyInterval }
        let run = release.run
        let sighting = await owner.containers.look(container, port: run.port, published: instance.port ?? 0, healthPath: run.healthPath)
        let elapsed = instance.startedAt.map { Timestamp.now() - $0 } ?? .zero
        switch HealthVerdict(sighting, port: run.port, path: run.healthPath, elapsed: elapsed, deadline: settings.healthDeadline) {
        case .ready:
            try await settle { try $0.instanceServes(instance.id) }
            return .zero
        case .wait: return Self.brisk
        case .failed(let failure) where sighting == .unreachable: return try await unreached(container, failure, after: elapsed)
        case .failed(var failure):
            failure.details = await owner.containers.output(of: container.id, lines: 20)
            try await give(failure)
            return isCandidate ? .zero : .seconds(1)
        }
    }

    private func exited(_ container: ObservedContainer) async throws -> Duration {
        let exit = try await owner.containers.exit(of: container.id)
        let exits = RestartPolicy.exits(instance, at: .now())
        if isCandidate, exits >= RestartPolicy.mostExitsInRollout {
            let release = try await owner.store.release(instance.release, of: app.id)
            let output = await owner.containers.output(of: container.id, lines: 20)
            let verdict = ExitVerdict(
                exitCode: exit.code, isOutOfMemory: exit.isOutOfMemory, memory: release?.run.memory ?? "",
                imageUser: release?.run.imageUser ?? "", output: output)
            try await give(verdict.failure)
            return .zero
        }
        let pause = RestartPolicy.pause(exits: exits)
        let how = exit.code == 137 ? "was killed (137: a signal, or more memory than it may have)" : "exited with \(exit.code)"
        let when = pause == .zero ? "starting it again" : "starting it again in \(pause.components.seconds) s"
        try await owner.store.settle(lease, "noting exit") { db, app in
            try db.instanceExited(instance.id, exits: exits, retryAt: Timestamp.now().adding(pause))
            try db.say("\(instance.name) \(how); \(when).", app: app, deployment: instance.deployment, instance: instance.name)
        }
        return .zero
    }

    /// Writes a failure down: the end for a candidate; a remark, told once, for an instance of what is live.
    private func give(_ failure: DeploymentFailure) async throws {
        let isNews = instance.failure?.message != failure.message
        let retryAt = isCandidate ? nil : Timestamp.now().adding(.seconds(5))
        guard isCandidate || isNews || instance.container == nil else { return }
        try await owner.store.settle(lease, "noting failure") { db, app in
            try db.instanceFailed(instance.id, failure, isFinal: isCandidate, retryAt: instance.container == nil ? retryAt : nil)
            if !isCandidate, isNews {
                try db.say("\(instance.name): \(failure.message)", app: app, deployment: instance.deployment, instance: instance.name)
            }
        }
    }

    private func end() async throws -> Duration {
        guard let container, container.state == .running else {
            try await settle { try $0.instanceStopped(instance.id) }
            return .zero
        }
        let since = instance.stoppingAt.map { Timestamp.now() - $0 } ?? .zero
        if since >= settings.grace { try await owner.containers.end(container.id, isForced: true) }
        return Self.brisk
    }

    private func clear() async throws -> Duration {
        guard let container else { return try await forget() }
        let waited = instance.stoppedAt.map { Timestamp.now() - $0 } ?? settings.linger
        let isOver = app.isDeleting || waited >= settings.linger
        if !isOver {
            guard await owner.lines.hasDrained(container.id, app: app.id) else { return .seconds(1) }
        }
        try await owner.containers.remove(container.id)
        try await owner.store.settle(lease, "removing instance") { db, app in
            try db.instanceRemoved(instance.id)
            if isOver, !app.isDeleting {
                let sentence = "The last lines of \(instance.name) may be missing: they could not be stored in time."
                try db.say(sentence, app: app, deployment: instance.deployment, instance: instance.name)
            }
        }
        return .zero
    }

    /// Nothing of it is to be had any more; the plan asks for another if one is wanted.
    private func forget() async throws -> Duration {
        if let container { try await owner.containers.remove(container.id) }
        try await settle { try $0.instanceRemoved(instance.id) }
        return .zero
    }

    private func settle(_ change: @escaping @Sendable (isolated PostgresConnection) throws -> Void) async throws {
        try await owner.store.settle(lease, "changing instance") { db, _ in try change(db) }
    }
}
