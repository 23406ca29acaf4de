package import Core

/// A container as the engine sees it now.
package struct ContainerState: Sendable, Equatable {
    package let id: String
    package let name: String
    package let running: Bool
    /// Docker's word: created, running, paused, restarting, removing, exited, dead.
    package let status: String
    /// 0 until it has ended.
    package let exitCode: Int
    /// Podman on version 1 of control groups never tells: there an exit code of 137 that nobody asked for is all there is.
    package let oomKilled: Bool
    /// On this machine, 0 when it does not run.
    package let pid: Int
    package let startedAt: Timestamp?
    package let finishedAt: Timestamp?
    package let ports: [PublishedPort]
    /// As it was named at creation.
    package let image: String
    package let imageID: String
    package let labels: [String: String]
    package let restartCount: Int
    /// Its address on each network; empty in modes such as slirp4netns.
    package let addresses: [String: String]
    /// Why it did not start, in the engine's words.
    package let error: String

    init(_ json: JSONValue) throws(EngineError) {
        guard let id = json["Id"]?.string, let state = json["State"], let status = state["Status"]?.string else {
            throw .unreadable("what the engine says of a container")
        }
        self.id = id
        name = (json["Name"]?.string ?? "").withoutSlash
        running = state["Running"]?.bool ?? false
        // Podman says "stopped" between the end of the process and the end of the clean-up.
        self.status = status == "stopped" ? "exited" : status
        exitCode = Int(state["ExitCode"]?.int ?? 0)
        oomKilled = state["OOMKilled"]?.bool ?? false
        pid = Int(state["Pid"]?.int ?? 0)
        startedAt = Timestamp(engine: state["StartedAt"])
        finishedAt = Timestamp(engine: state["FinishedAt"])
        ports = Self.ports(json["NetworkSettings"]?["Ports"])
        image = json["Config"]?["Image"]?.string ?? ""
        imageID = json["Image"]?.string ?? ""
        labels = json["Config"]?["Labels"]?.texts ?? [:]
        restartCount = Int(json["RestartCount"]?.int ?? 0)
        let networks = json["NetworkSettings"]?["Networks"]?.object ?? [:]
        addresses = networks.compactMapValues { $0["IPAddress"]?.string }.filter { !$0.value.isEmpty }
        error = state["Error"]?.string ?? ""
    }

    private static func ports(_ json: JSONValue?) -> [PublishedPort] {
        (json?.object ?? [:]).flatMap { key, bindings -> [PublishedPort] in
            guard let port = Int(key.prefix { $0 != "/" }) else { return [] }
            return (bindings.array ?? []).compactMap { binding in
                guard let hostPort = binding["HostPort"]?.string.flatMap({ Int($0) }) else { return nil }
                return PublishedPort(hostIP: binding["HostIp"]?.string ?? "", hostPort: hostPort, containerPort: port)
            }
        }.sorted { ($0.containerPort, $0.hostPort) < ($1.containerPort, $1.hostPort) }
    }
}

/// A line of a list of containers.
package struct ContainerSummary: Sendable, Equatable {
    package let id: String
    package let name: String
    package let image: String
    /// As `ContainerState.status`.
    package let status: String
    package let labels: [String: String]
    package let createdAt: Timestamp

    package var running: Bool { status == "running" }

    init?(_ json: JSONValue) {
        guard let id = json["Id"]?.string, let state = json["State"]?.string else { return nil }
        self.id = id
        name = (json["Names"]?[0]?.string ?? "").withoutSlash
        image = json["Image"]?.string ?? ""
        status = state == "stopped" ? "exited" : state
        labels = json["Labels"]?.texts ?? [:]
        createdAt = Timestamp(microseconds: (json["Created"]?.int ?? 0) * 1_000_000)
    }
}

/// What a running container uses.
package struct ContainerStats: Sendable, Equatable {
    package let memoryBytes: Int64
    /// 0 when there is none.
    package let memoryLimit: Int64
    /// Processor time since the start: two answers make a rate.
    package let cpuNanoseconds: Int64
    package let pids: Int64
}

extension Timestamp {
    /// Go's zero time means that it has not happened.
    init?(engine json: JSONValue?) {
        guard let text = json?.string, !text.hasPrefix("0001-"), let time = Timestamp(rfc3339: text) else { return nil }
        self = time
    }
}

private extension String {
    var withoutSlash: String { hasPrefix("/") ? String(dropFirst()) : self }
}
