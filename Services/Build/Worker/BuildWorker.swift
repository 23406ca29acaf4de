import Core
import Foundation
import Logging
import Messaging
import Reconciliation
import Telemetry

/// Carries one claimed build from wherever it stands to its end, under its lease.
///
/// Everything that must survive is in the row before the next thing begins. A lost lease (another worker has it, it was
/// cancelled, the app goes) cancels the work, and what is written later is refused by the fence: an engine's build is closed
/// with its connection, a Job goes on for whoever comes next. The folder of the source is removed whatever happens.
struct BuildWorker: Sendable {
    let store: BuildStore
    let source: SourceFetcher
    let builder: any Builder
    let registry: ImageRegistry
    let planner: Planner
    let variables: VariableSource
    let rpc: RPCClient
    let settings: Settings
    let log: Logger

    struct Settings: Sendable {
        var timeout: Duration
        var owner: String
        /// What no line may show.
        var hidden = Hidden()
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
            let ended = try await withHeartbeat(every: .seconds(1), renew: { try await store.renew(build) }) {
                try await carry(build, log)
            }
            // Without a heartbeat: what has ended has no lease any more.
            await end(ended, log)
        } catch {
            await giveBack(build, error, log)
        }
    }

    /// The build as it ended.
    private func carry(_ build: Build, _ log: Logger) async throws -> Build {
        let lines = LineWriter(build: build, rpc: rpc, log: log, hidden: settings.hidden)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await lines.run() }
            defer { group.cancelAll() }
            do {
                return try await attempt(build, lines)
            } catch let told as BuildFailure {
                let failure = await lines.masked(told)
                log.info("build failed", metadata: ["reason": "\(failure.reason.rawValue)", "cause": "\(failure.cause ?? failure.message)"])
                await lines.turn(to: "\(build.writer):end:\(build.fence)")
                await lines.write(failure.message, stream: "stderr", isOutput: false)
                await lines.close()
                try await store.fail(build, failure)
            } catch let lost as AttemptLost {
                log.warning("an attempt was lost", metadata: ["reason": "\(lost.reason)"])
                await lines.turn(to: "\(build.writer):end:\(build.fence)")
                await lines.write("\(lost.reason) It is tried again.", stream: "stderr", isOutput: false)
                await lines.close()
                try await store.tryAgain(build)
            }
            return build
        }
    }

    /// What is left is ended; should that fail, a reconciler does it later.
    private func end(_ build: Build, _ log: Logger) async {
        do { try await builder.end(build, deadline: .after(.seconds(30))) } catch {
            log.warning("ending a build failed", metadata: ["error": "\(String(reflecting: error))"])
        }
    }

    private func attempt(_ build: Build, _ lines: LineWriter) async throws -> Build {
        guard build.crashes < builder.mostAttempts else {
            throw BuildFailure(.internal, "The build was given up after \(build.crashes) attempts that Slipway could not finish.")
        }
        let deadline = Deadline.after(settings.timeout)
        do {
            return try await withDeadline(deadline, "build") { try await run(build, lines, deadline) }
        } catch let fault as Fault where fault.code == .deadlineExceeded && deadline.hasPassed {
            let seconds = settings.timeout.components.seconds
            let limit = seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min"
            let last = await lines.lastLines
            throw BuildFailure(
                .buildTimeout, "The build took longer than \(limit) and was stopped.", details: last.joined(separator: "\n"))
        }
    }

    private func run(_ start: Build, _ lines: LineWriter, _ deadline: Deadline) async throws -> Build {
        var build = start
        if build.status == .pushing, let digest = try await registry.digest(of: build) {
            return try await succeed(build, digest, lines)
        }
        let variables = try await variables.variables(of: build)
        await lines.hide(variables)
        if let made = try await builder.resume(build, seeing: variables, lines) { return try await succeed(made.build, made.digest, lines) }
        if build.status != .fetching { build = try await enter(.fetching, build, from: [build.status]) }
        let made = try await source.withFolder(for: build) { folder in
            let (planned, packed) = try await pack(build, into: folder, lines, deadline)
            return try await builder.make(planned, of: packed, seeing: variables, lines)
        }
        return try await succeed(made.build, made.digest, lines)
    }

    private func pack(_ start: Build, into folder: String, _ lines: LineWriter, _ deadline: Deadline) async throws -> (Build, PackedSource) {
        var build = start
        let request = build.request
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
        var text = plan.generated
        if text == nil { text = await fetched.text(of: plan.dockerfile, under: root, deadline: deadline) }
        var added = plan.generated.map { (plan.dockerfile, $0) }
        if let confined = try builder.confined(text, at: plan.dockerfile, of: build, in: tree) { (text, added) = (confined, (plan.dockerfile, confined)) }
        if !request.fingerprint.isEmpty {
            guard let plain = text else { throw BuildFailure(.planFailed, "`\(plan.dockerfile)` can't be read.") }
            let marked = DockerfileMark.marked(plain, request.fingerprint)
            (text, added) = (marked, (plan.dockerfile, marked))
        }
        try await fetched.archive(tree, adding: added, to: context, deadline: deadline)
        return (build, PackedSource(context: context, dockerfile: plan.dockerfile, steps: DockerfileSteps.count(text ?? "")))
    }

    private func enter(_ status: BuildStatus, _ build: Build, from old: [BuildStatus]) async throws -> Build {
        guard let next = try await store.advance(build, to: status, from: old) else { throw CancellationError() }
        return next
    }

    private func succeed(_ made: Build, _ digest: String, _ lines: LineWriter) async throws -> Build {
        var build = made
        build.image = "\(registry.name(build))@\(digest)"
        build.stepsDone = build.stepsTotal
        await lines.write("Built \(digest)", isOutput: false)
        await lines.close()
        build = try await enter(.succeeded, build, from: [.pushing])
        log.with(build).info("build succeeded")
        return build
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
}

extension Logger {
    fileprivate func with(_ build: Build) -> Logger {
        var log = self
        log[metadataKey: "build"] = "\(build.id)"
        log[metadataKey: "attempt"] = "\(build.attempt)"
        return log
    }
}
