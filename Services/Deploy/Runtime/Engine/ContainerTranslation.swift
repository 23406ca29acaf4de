import ContainerEngine
import Core
import Foundation
import Kubernetes

/// A Pod's only container, as the engine wants it said.
struct ContainerTranslation {
    let spec: ContainerSpec

    /// Processes an app may have: a bomb stops here.
    private static let mostProcesses: Int64 = 512

    init(_ objects: DesiredObjects, instance: Instance, installation: String, network: ContainerNetwork) throws(Fault) {
        let pod = objects.deployment.spec.template.spec
        guard let container = pod.containers.first, let port = container.ports?.first?.containerPort,
            let published = instance.port
        else {
            throw .internal("a release was rendered without a container")
        }
        let limits = container.resources?.limits ?? [:]
        let isReadOnly = container.securityContext?.readOnlyRootFilesystem ?? false
        var labels = objects.deployment.spec.template.metadata.labels ?? [:]
        labels[Labels.instance] = instance.id.description
        let user = pod.securityContext?.runAsUser.map { user in
            pod.securityContext?.runAsGroup.map { "\(user):\($0)" } ?? String(user)
        }
        let namespace = (objects.deployment.metadata.namespace ?? "").dropFirst("slipway-".count)
        let app = objects.deployment.metadata.name
        spec = ContainerSpec(
            name: "slipway-\(installation.suffix(8))-\(namespace)-\(instance.name)",
            image: container.image, command: container.command == nil ? nil : [], entrypoint: container.command,
            env: Self.environment(objects), labels: labels,
            network: Self.name(of: network, installation, instance.project), networkAliases: network == .bridge ? [app] : [],
            publish: [PublishedPort(hostPort: published, containerPort: port)],
            memoryBytes: limits["memory"].flatMap(Quantity.bytes), nanoCPUs: limits["cpu"].flatMap(Quantity.cpuMillis).map { Int64($0) * 1_000_000 },
            pidsLimit: Self.mostProcesses, user: user, readOnly: isReadOnly,
            tmpfs: isReadOnly ? ["/tmp": "rw,nosuid,nodev,mode=1777"] : [:],
            sysctls: Dictionary((pod.securityContext?.sysctls ?? []).map { ($0.name, $0.value) }) { _, last in last },
            log: ContainerLog(maxBytes: 64 << 20), hasInit: true)
    }

    private static func name(of network: ContainerNetwork, _ installation: String, _ project: ProjectID) -> String {
        if case .mode(let mode) = network { return mode }
        return network.name(installation: installation, project: project) ?? "none"
    }

    private static func environment(_ objects: DesiredObjects) -> [String] {
        var values = objects.configMap.data ?? [:]
        for (key, value) in objects.secret.data ?? [:] {
            values[key] = Data(base64Encoded: value).map { String(decoding: $0, as: UTF8.self) }
        }
        return values.map { "\($0.key)=\($0.value)" }.sorted()
    }
}
