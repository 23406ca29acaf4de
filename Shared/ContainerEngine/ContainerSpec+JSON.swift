import Core

extension ContainerSpec {
    /// The body of `POST /containers/create`.
    var json: JSONValue {
        var json: JSONValue = ["Image": .string(image), "Env": .strings(env), "Labels": .strings(labels), "HostConfig": hostConfig]
        if let command { json["Cmd"] = .strings(command) }
        if let entrypoint { json["Entrypoint"] = .strings(entrypoint) }
        if let user { json["User"] = .string(user) }
        if let workingDirectory { json["WorkingDir"] = .string(workingDirectory) }
        if let stopSignal { json["StopSignal"] = .string(stopSignal) }
        if !publish.isEmpty { json["ExposedPorts"] = .object(Dictionary(publish.map { ($0.key, [:]) }) { first, _ in first }) }
        if isOnNetwork {
            json["NetworkingConfig"] = ["EndpointsConfig": .object([network: ["Aliases": .strings(networkAliases)]])]
        }
        return json
    }

    /// The rest are modes, which have neither endpoints nor names.
    private var isOnNetwork: Bool {
        !["", "none", "host", "default", "slirp4netns", "pasta"].contains(network) && !network.contains(":")
    }

    private var hostConfig: JSONValue {
        var json: JSONValue = [
            "NetworkMode": .string(network), "CapDrop": .strings(capDrop), "CapAdd": .strings(capAdd),
            "SecurityOpt": .strings(securityOpt), "ReadonlyRootfs": .bool(readOnly), "Tmpfs": .strings(tmpfs),
            "Sysctls": .strings(sysctls), "Init": .bool(hasInit), "RestartPolicy": ["Name": "no"],
            "Ulimits": .array(ulimits.map { ["Name": .string($0.name), "Soft": .int($0.soft), "Hard": .int($0.hard)] }),
        ]
        if let memoryBytes {
            json["Memory"] = .int(memoryBytes)
            json["MemorySwap"] = .int(memoryBytes)
        }
        if let nanoCPUs { json["NanoCpus"] = .int(nanoCPUs) }
        if let pidsLimit { json["PidsLimit"] = .int(pidsLimit) }
        if !publish.isEmpty { json["PortBindings"] = portBindings }
        if let log {
            let limits = log.maxBytes.map { ["max-size": "\($0)"] } ?? [:]
            json["LogConfig"] = ["Type": .string(log.driver), "Config": .strings(limits)]
        }
        return json
    }

    private var portBindings: JSONValue {
        let bindings = publish.map { port -> (String, JSONValue) in
            (port.key, [["HostIp": .string(port.hostIP), "HostPort": .string(port.hostPort == 0 ? "" : "\(port.hostPort)")]])
        }
        return .object(Dictionary(bindings) { first, second in .array((first.array ?? []) + (second.array ?? [])) })
    }
}

private extension PublishedPort {
    var key: String { "\(containerPort)/tcp" }
}
