import ContainerEngine
import Core
import Kubernetes

/// What a project has in a cluster before its first build: walls.
extension KanikoRendering {
    /// In the order in which they are applied.
    func walls(of build: Build) -> (Namespace, NetworkPolicy) { (namespaceObject(build), networkPolicy(build)) }

    /// For all installations alike, so it carries the name of none.
    func priorityClass(_ name: String) -> PriorityClass {
        PriorityClass(
            metadata: ObjectMeta(name: name, labels: [KanikoNames.managedBy: "slipway"]), value: -100, preemptionPolicy: "Never",
            description: "Builds of Slipway: they wait for everything else, and send nothing away.")
    }

    private func labels(ofProject build: Build) -> [String: String] {
        [KanikoNames.managedBy: "slipway", KanikoNames.installation: installation, KanikoNames.buildsOf: build.project.description]
    }

    private func namespaceObject(_ build: Build) -> Namespace {
        var labels = labels(ofProject: build)
        for mode in ["enforce", "audit", "warn"] {
            labels["pod-security.kubernetes.io/\(mode)"] = "baseline"
            labels["pod-security.kubernetes.io/\(mode)-version"] = settings.podSecurityVersion
        }
        return Namespace(metadata: ObjectMeta(name: namespace(of: build), labels: labels))
    }

    /// In: nobody. Out: names, the registry, and the internet without the networks inside, as far as builds may.
    private func networkPolicy(_ build: Build) -> NetworkPolicy {
        let everywhere = NetworkPolicy.Peer(namespaceSelector: LabelSelector(matchLabels: nil))
        var egress: [NetworkPolicy.EgressRule] = [
            .init(to: [everywhere], ports: [.init(protocol: "UDP", port: .int(53)), .init(protocol: "TCP", port: .int(53))]),
            .init(to: registryPeers, ports: [.init(port: .int(registryPort))]),
        ]
        let (six, four) = (settings.privateNetworks.filter { $0.contains(":") }, settings.privateNetworks.filter { !$0.contains(":") })
        switch settings.limits.network {
        case .none: break
        case .host: egress.append(.init(to: [.init(ipBlock: .init(cidr: "0.0.0.0/0")), .init(ipBlock: .init(cidr: "::/0"))]))
        case .isolated:
            egress.append(
                .init(to: [
                    .init(ipBlock: .init(cidr: "0.0.0.0/0", except: four.isEmpty ? nil : four)),
                    .init(ipBlock: .init(cidr: "::/0", except: ["fc00::/7", "fe80::/10"] + six)),
                ]))
        }
        return NetworkPolicy(
            metadata: ObjectMeta(name: KanikoNames.policy, namespace: namespace(of: build), labels: labels(ofProject: build)),
            spec: .init(podSelector: LabelSelector(matchLabels: nil), policyTypes: ["Ingress", "Egress"], ingress: [], egress: egress))
    }

    private var registryPeers: [NetworkPolicy.Peer] {
        if !settings.registryNetworks.isEmpty { return settings.registryNetworks.map { .init(ipBlock: .init(cidr: $0)) } }
        let host = settings.podRegistry.prefix { $0 != ":" }
        let numbers = host.split(separator: ".").compactMap { UInt8($0) }
        if numbers.count == 4 { return [.init(ipBlock: .init(cidr: "\(host)/32"))] }
        // A name: somewhere in the cluster, else outside of it, where the rule below this one leads.
        return [.init(namespaceSelector: LabelSelector(matchLabels: nil))]
    }

    private var registryPort: Int {
        settings.podRegistry.split(separator: ":").dropFirst().last.flatMap { Int($0) } ?? (settings.isPlainHTTP ? 80 : 443)
    }
}
