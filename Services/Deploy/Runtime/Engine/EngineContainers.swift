import ContainerEngine
import Core
import Foundation
import HTTPClient
import Kubernetes

/// Containers of this installation on a container engine: reads the same objects that a cluster is given, one container a replica.
struct EngineContainers: Sendable {
    let engine: ContainerEngine
    let http: HTTPClient
    let installation: String
    let network: ContainerNetwork

    private static let registryPatience = Duration.seconds(60)

    /// Every container of this installation, one question for all of them.
    func all() async throws(Fault) -> [ObservedContainer] {
        try await list([Labels.installation: installation])
    }

    func all(of app: AppID) async throws(Fault) -> [ObservedContainer] {
        try await list([Labels.installation: installation, Labels.app: app.description])
    }

    private func list(_ labels: [String: String]) async throws(Fault) -> [ObservedContainer] {
        let found: [ContainerSummary]
        do { found = try await engine.list(labels: labels) } catch { throw error.fault }
        // Builds carry the label of the installation too; only instances carry one of their own.
        return found.compactMap { container in
            guard let instance = container.labels[Labels.instance] else { return nil }
            let state: ObservedContainer.State =
                switch container.status {
                case "created", "initialized", "configured": .created
                case "exited", "dead", "removing": .exited
                default: .running
                }
            return ObservedContainer(
                id: container.id, name: container.name, app: container.labels[Labels.app].flatMap { AppID($0) },
                instance: InstanceID(instance), state: state)
        }
    }

    func resolve(image: String) async throws -> ResolvedImage {
        do {
            return try await found(image)
        } catch let error as EngineError {
            throw error.fault
        }
    }

    /// By its whole name: an engine takes a short one for the beginning of an image's id as well, and would run what another project has
    /// built.
    private func found(_ named: String) async throws -> ResolvedImage {
        let image = ImageReference(named).qualified
        do {
            try await pull(image, patience: .seconds(5))
        } catch let error as EngineError where !error.isUnanswered {
            // An installation without a way out may hold the image already.
            guard (try? await engine.inspectImage(image)) != nil else { throw LaunchError.image(error.message) }
        }
        let details = try await engine.inspectImage(image)
        let repository = image.split(separator: "@")[0]
        let byDigest = details.repoDigests.first { digest in repository.hasPrefix(digest.prefix { $0 != "@" }) }
        return ResolvedImage(
            reference: image.contains("@") ? image : byDigest ?? details.id,
            exposedPort: details.exposedPorts.count == 1 ? details.exposedPorts[0] : 0, user: details.user)
    }

    func launch(_ instance: Instance, _ objects: DesiredObjects) async throws -> String {
        let spec = try ContainerTranslation(objects, instance: instance, installation: installation, network: network).spec
        if let name = network.name(installation: installation, project: instance.project) {
            let labels = [Labels.installation: installation, Labels.project: instance.project.description]
            try await engine.ensureNetwork(name, labels: labels)
        }
        try await ensureImage(spec.image)
        let container = try await create(spec, instance)
        do {
            try await start(container)
        } catch {
            if error is LaunchError { try? await engine.remove(container, force: true) }
            throw error
        }
        return container
    }

    func start(_ container: String) async throws {
        do {
            try await engine.start(container)
        } catch {
            if error.isUnanswered { throw error }
            throw Self.reading(error)
        }
    }

    func look(_ container: ObservedContainer, port: Int, published: Int, healthPath: String) async -> Sighting {
        guard let state = try? await engine.inspect(container.id), state.running, state.pid > 0 else { return .silent }
        let listeners = listeners(of: state.pid)
        let listening = listeners?.sighting(of: port)
        if let listening, listening != .ready { return listening }
        if listening == .ready, await refusal(of: "127.0.0.1:\(published)") != nil {
            guard listeners?.isVersion6(port) == true, geteuid() == 0 else { return .unreachable }
            // Asked without the way that the engine made for it: what is there itself says no.
            for address in state.addresses.values where await refusal(of: "\(address):\(port)") == ECONNREFUSED { return .ipv6Only }
            return .unreachable
        }
        if listening == .ready, healthPath.isEmpty { return .ready }
        // Without the kernel's table (another machine, a namespace between) only an answer proves that somebody listens.
        let path = healthPath.isEmpty ? "/" : healthPath
        let request = HTTPRequest(url: "http://127.0.0.1:\(published)\(path)", timeout: .seconds(3))
        do {
            let status = try await http.send(request).status
            return status < 500 || healthPath.isEmpty ? .ready : .unready("answered \(status)")
        } catch {
            return listening == nil ? .silent : .unready("did not answer")
        }
    }

    /// Why nobody takes a connection there, an errno of the kernel's; nil otherwise. Who is too busy to answer refuses none.
    private func refusal(of address: String) async -> Int32? {
        do {
            try await http.connect(to: "http://\(address)")
            return nil
        } catch {
            return [ECONNREFUSED, EHOSTUNREACH].first { $0 == error.osError }
        }
    }

    /// Whether a published port leads nowhere, now and two seconds on. What listens refuses no connection, so that is somebody else's doing:
    /// rules that an engine left behind when it was killed take a published port first, as long as they are there.
    func leadsNowhere(_ published: Int) async -> Bool {
        for attempt in 0..<5 {
            if attempt > 0 { try? await Task.sleep(for: .milliseconds(500)) }
            guard await refusal(of: "127.0.0.1:\(published)") != nil, !Task.isCancelled else { return false }
        }
        return true
    }

    func end(_ container: String, isForced: Bool) async throws {
        do {
            try await engine.kill(container, signal: isForced ? "SIGKILL" : "SIGTERM")
        } catch {
            // It may have ended by itself; engines differ in how they refuse then.
            if error.isNotFound || error.isConflict { return }
            guard let state = try? await engine.inspect(container), !state.running else { throw error }
        }
    }

    func remove(_ container: String) async throws { try await engine.remove(container, force: true) }

    func exit(of container: String) async throws -> ObservedExit {
        let state = try await engine.inspect(container)
        return ObservedExit(code: state.exitCode, isOutOfMemory: state.oomKilled || state.exitCode == 137)
    }

    func sample(_ container: String) async -> UsageSample? {
        guard let stats = try? await engine.stats(container) else { return nil }
        return UsageSample(
            cpu: .nanoseconds(stats.cpuNanoseconds), memoryBytes: stats.memoryBytes, memoryLimit: stats.memoryLimit, at: .now)
    }

    func output(of container: String, lines: Int) async -> String {
        var last: [String] = []
        guard let records = try? await engine.logs(container) else { return "" }
        do {
            for try await record in records {
                last.append(String(decoding: record.message.prefix(500), as: UTF8.self))
                if last.count > lines { last.removeFirst() }
            }
        } catch {
            // What was read until then is better than nothing.
        }
        return last.joined(separator: "\n")
    }

    func removeNetworks(except projects: Set<ProjectID>) async throws {
        for network in try await engine.listNetworks(label: "\(Labels.installation)=\(installation)") {
            guard let project = network.labels[Labels.project].flatMap({ ProjectID($0) }), !projects.contains(project) else { continue }
            try await engine.removeNetwork(network.name)
        }
    }

    private func listeners(of pid: Int) -> Listeners? {
        let tables = ["tcp", "tcp6"].map { FileManager.default.contents(atPath: "/proc/\(pid)/net/\($0)") }
        guard let first = tables[0] else { return nil }
        return Listeners(String(decoding: first, as: UTF8.self), tables[1].map { String(decoding: $0, as: UTF8.self) } ?? "")
    }

    private func ensureImage(_ image: String) async throws {
        do {
            _ = try await engine.inspectImage(image)
            return
        } catch {
            guard error.isNotFound else { throw error }
        }
        do { try await pull(image, patience: Self.registryPatience) } catch let error as EngineError where !error.isUnanswered { throw LaunchError.image(error.message) }
    }

    /// Waits for a registry that is away for a moment, as it is while it collects its garbage.
    private func pull(_ image: String, patience: Duration) async throws {
        let deadline = Deadline.after(patience)
        while true {
            do {
                for try await _ in try await engine.pull(image) {}
                return
            } catch let error as EngineError {
                guard TransientRefusal.includes(error.message), !deadline.hasPassed else { throw error }
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// A container of this name is what an earlier attempt of ours left.
    private func create(_ spec: ContainerSpec, _ instance: Instance) async throws -> String {
        do {
            return try await engine.create(spec)
        } catch {
            guard error.isConflict || error.message.contains("already in use") else { throw error }
            try await engine.remove(spec.name, force: true)
            return try await engine.create(spec)
        }
    }

    private static func reading(_ error: EngineError) -> LaunchError {
        error.message.contains("address already in use") ? .portTaken(error.message) : .command(error.message)
    }
}
