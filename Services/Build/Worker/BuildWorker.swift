import Core
import Foundation
import Logging
import Messaging
import Reconciliation
import Telemetry

/// Carries one claimed build from wherever it stands to its end, under its lease.
///
/// Everything that must survive is in the row before the next thing begins. A lost lease (another worker has it, it was
/// cancelled, the app goes) cancels the work: the engine's build is closed with its connection, and what is written later is
/// refused by the fence. The folder of the source is removed whatever happens.
struct BuildWorker: Sendable {
    let store: BuildStore
    let source: SourceFetcher
    let images: any ImageBuilder
    let engine: EngineImages
    let registry: ImageRegistry
    let planner: Planner
    let rpc: RPCClient
    let settings: Settings
    let log: Logger

    struct Settings: Sendable {
        var installation: String
        var timeout: Duration
        var owner: String
    }

    func claim() async throws -> Build? { try await store.claim(owner: settings.owner) }

    /// In the name of the request that asked for the build, whenever and wherever that was.
    func work(on build: Build) async {
        await TraceContext.$current.withValue(build.trace) { await take(build) }
    }

    private func take(_ build: Build) async {
        let log = log.with(build)
        log.info("build begun", metadata: ["status": "\(build.status.rawValue)"])
        do {
            try await withHeartbeat(every: .seconds(1), renew: { try await store.renew(build) }) {
                try await carry(build, log)
            }
        } catch {
            await giveBack(build, error, log)
        }
    }

    private func carry(_ build: Build, _ log: Logger) async throws {
        let lines = LineWriter(build: build, rpc: rpc, log: log)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await lines.run() }
            defer { group.cancelAll() }
            do {
                try await attempt(build, lines)
            } catch let failure as BuildFailure {
                log.info("build failed", metadata: ["reason": "\(failure.reason.rawValue)", "cause": "\(failure.cause ?? failure.message)"])
                await lines.write(failure.message, stream: "stderr", isOutput: false)
                await lines.close()
                try await store.fail(build, failure)
                return
            }
            await lines.close()
        }
    }

    private func attempt(_ build: Build, _ lines: LineWriter) async throws {
        guard build.crashes < BuildStore.mostCrashes else {
            throw BuildFailure(.internal, "The build was given up after \(build.crashes) attempts that Slipway could not finish.")
        }
        let deadline = Deadline.after(settings.timeout)
        do {
            try await withDeadline(deadline, "build") { try await run(build, lines, deadline) }
        } catch let fault as Fault where fault.code == .deadlineExceeded && deadline.hasPassed {
            let seconds = settings.timeout.components.seconds
            let limit = seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min"
            let last = await lines.lastLines
            throw BuildFailure(
                .buildTimeout, "The build took longer than \(limit) and was stopped.", details: last.joined(separator: "\n"))
        }
    }

    private func run(_ build: Build, _ lines: LineWriter, _ deadline: Deadline) async throws {
        var build = build
        if build.status == .pushing {
            if let digest = try await registry.digest(of: build) {
                return try await succeed(build, digest, lines)
            }
            // The image was here, on the engine of whoever died; it is not known to be complete, so it is built anew.
            guard let again = try await store.advance(build, to: .fetching, from: [.pushing]) else {
                throw CancellationError()
            }
            build = again
        }
        let tag = registry.tag(build)
        build = try await makeImage(build, tag, lines, deadline)
        let summary = try await images.details(of: tag)
        build.exposedPort = summary.exposedPort
        build.imageUser = summary.user
        build = try await beginPush(build, lines)
        await lines.write("Storing the image", isOutput: false)
        let digest = try await push(tag, lines)
        try await succeed(build, digest, lines)
        await engine.trim(build.app)
    }

    private func makeImage(_ start: Build, _ tag: String, _ lines: LineWriter, _ deadline: Deadline) async throws -> Build {
        var build = start
        let request = build.request
        return try await source.withFolder(for: build) { folder in
            await lines.write("Fetching \(build.commit.prefix(7)) from \(request.repository)", isOutput: false)
            let fetched = try await source.fetch(build, into: folder, deadline: deadline)
            build.commitMessage = fetched.message
            build = try await enter(.planning, build, from: [.fetching])
            guard let root = RelativePath(request.rootDirectory) else {
                throw BuildFailure(.planFailed, "`\(request.rootDirectory)` can't be the root directory: it must lie in the repository.")
            }
            let tree = try await fetched.tree(root, reading: planner.files, deadline: deadline)
            let plan = try planner.plan(request, tree, generatedName: "Dockerfile.slipway-\(build.id)")
            await lines.write("plan  \(plan.summary.shown)  (\(plan.because.shown))", isOutput: false)
            for step in plan.decisions.isEmpty ? [] : plan.steps { await lines.write("plan  \(step)", isOutput: false) }
            build.plan = plan.json.encoded()
            build.procfileCommand = plan.startCommand
            build = try await enter(.building, build, from: [.planning])
            let context = "\(folder)/context.tar"
            try await fetched.archive(root, adding: plan.generated.map { (plan.dockerfile, $0) }, to: context, deadline: deadline)
            let order = ImageOrder(build: build.id, context: context, dockerfile: plan.dockerfile, tag: tag, labels: labels(build))
            let steps = try await buildImage(build, order, plan, lines)
            (build.stepsDone, build.stepsTotal) = (steps, steps)
            return build
        }
    }

    /// How many steps it took.
    private func buildImage(_ build: Build, _ order: ImageOrder, _ plan: BuildPlan, _ lines: LineWriter) async throws -> Int {
        let progress = ProgressBox()
        do {
            try await images.build(order) { line in
                await lines.write(line)
                if let steps = await progress.read(line) { try await store.progress(build, done: steps.done, total: steps.total) }
            }
        } catch let failure as BuildFailure {
            throw failure
        } catch let failed as ImageBuildFailed {
            throw BuildOutput.failure(failed.message, at: await progress.steps, commands: plan.recipe?.commands ?? [(.build, build.request.command)], tail: await lines.lastLines)
        }
        return await progress.steps.total
    }

    private func enter(_ status: BuildStatus, _ build: Build, from old: [BuildStatus]) async throws -> Build {
        guard let next = try await store.advance(build, to: status, from: old) else { throw CancellationError() }
        return next
    }

    private func succeed(_ build: Build, _ digest: String, _ lines: LineWriter) async throws {
        var build = build
        build.image = "\(registry.name(build))@\(digest)"
        build.stepsDone = build.stepsTotal
        await lines.write("Built \(digest)", isOutput: false)
        await lines.close()
        _ = try await enter(.succeeded, build, from: [.pushing])
        log.with(build).info("build succeeded")
    }

    /// A worker that is told to stop gives its build to the next one at once. After any other trouble of the service's own
    /// the lease is left to run out: that is the pause before the next attempt, and it counts as a crash.
    private func giveBack(_ build: Build, _ error: any Error, _ log: Logger) async {
        guard error is CancellationError || Task.isCancelled else {
            return log.warning("build interrupted", metadata: ["error": "\(String(reflecting: error))"])
        }
        // A task of its own, because this one is cancelled already and the lease has to be written all the same.
        let release = Task { try await store.release(build) }
        do { try await release.value } catch {
            log.warning("giving a build back failed", metadata: ["error": "\(String(reflecting: error))"])
        }
    }

    private func labels(_ build: Build) -> [String: String] {
        [
            "slipway.installation": settings.installation, "slipway.project": build.project.description,
            "slipway.app": build.app.description, "slipway.build": build.id.description,
        ]
    }
}

/// What the steps of a build's output say so far.
private actor ProgressBox {
    private(set) var steps = StepProgress()

    /// The progress, when this line began another step.
    func read(_ line: String) -> StepProgress? { steps.read(line) ? steps : nil }
}

extension Logger {
    fileprivate func with(_ build: Build) -> Logger {
        var log = self
        log[metadataKey: "build"] = "\(build.id)"
        log[metadataKey: "attempt"] = "\(build.attempt)"
        return log
    }
}
