import Core
import Foundation
import Kubernetes
import Testing

@testable import DeployService

@Suite struct ObjectComparisonTests {
    private func deployment(_ change: (inout Kubernetes.Deployment) -> Void = { _ in }) -> Kubernetes.Deployment {
        let container = Container(
            name: "app", image: "shop:1", resources: .init(limits: ["cpu": "1000m", "memory": "1024Mi"]), securityContext: .init())
        var deployment = Kubernetes.Deployment(
            metadata: ObjectMeta(name: "shop", namespace: "n", labels: ["a": "1"]),
            spec: .init(
                replicas: 2, selector: LabelSelector(matchLabels: ["a": "1"]),
                template: .init(metadata: .init(labels: ["a": "1"]), spec: .init(containers: [container]))))
        change(&deployment)
        return deployment
    }

    @Test func `what the server and others add is none of our business`() throws {
        let live = deployment { live in
            live.metadata.labels?["team"] = "web"
            live.metadata.annotations = ["deployment.kubernetes.io/revision": "4"]
            live.metadata.resourceVersion = "12"
            live.spec.progressDeadlineSeconds = 600
            live.spec.template.spec.containers[0].imagePullPolicy = "IfNotPresent"
            live.spec.template.spec.containers[0].resources = .init(limits: ["cpu": "1", "memory": "1Gi"], requests: ["cpu": "1"])
            live.spec.template.spec.containers.insert(Container(name: "proxy", image: "mesh:1"), at: 0)
        }
        #expect(try ObjectComparison.holds(deployment(), in: live))
    }

    @Test func `every field of ours that is other is noticed`() throws {
        let edits: [(inout Kubernetes.Deployment) -> Void] = [
            { $0.spec.replicas = 3 }, { $0.metadata.labels?["a"] = "2" }, { $0.metadata.labels = nil },
            { $0.spec.template.spec.containers[0].image = "shop:2" }, { $0.spec.template.spec.containers[0].resources?.limits?["cpu"] = "2" },
            { $0.spec.template.spec.containers[0].securityContext?.allowPrivilegeEscalation = true },
            { $0.spec.template.spec.containers[0].name = "other" }, { $0.spec.template.spec.containers = [] },
            { $0.spec.template.spec.containers[0].securityContext?.capabilities?.drop = [] },
        ]
        for (index, edit) in edits.enumerated() { #expect(try !ObjectComparison.holds(deployment(), in: deployment(edit)), "edit \(index)") }
    }

    @Test func `an empty selector and none are the same, another is not`() throws {
        let policy = NetworkPolicy(metadata: ObjectMeta(name: "p"), spec: .init(podSelector: LabelSelector(matchLabels: [:]), policyTypes: ["Ingress"]))
        var live = policy
        live.spec.podSelector = LabelSelector(matchLabels: nil)
        #expect(try ObjectComparison.holds(policy, in: live))
        live.spec.policyTypes = ["Egress"]
        #expect(try !ObjectComparison.holds(policy, in: live))
    }

    @Test func `a port of a Service that others name or add is theirs, ours is noticed`() throws {
        let service = Kubernetes.Service(
            metadata: ObjectMeta(name: "shop"), spec: .init(selector: ["a": "1"], ports: [.init(port: 80, targetPort: .int(8080))]))
        func holds(_ ports: JSONValue) throws -> Bool {
            var live = try ObjectComparison.json(service)
            live["spec"]?["ports"] = ports
            return try ObjectComparison.holds(service, in: JSONDecoder().decode(Kubernetes.Service.self, from: Data(live.encodedBytes())))
        }
        #expect(try holds([["name": "http", "port": 80, "protocol": "TCP", "targetPort": 8080]]))
        #expect(try holds([["name": "http", "port": 80, "protocol": "TCP", "targetPort": 8080], ["name": "metrics", "port": 9090, "protocol": "TCP", "targetPort": 9090]]))
        #expect(try !holds([["port": 80, "protocol": "TCP", "targetPort": 9090]]))
        #expect(try !holds([["port": 81, "protocol": "TCP", "targetPort": 8080]]))
    }

    @Test func `a rollout that somebody pauses is noticed, and the server leaves out that it is not`() throws {
        let wanted = deployment { $0.spec.paused = false }
        #expect(try ObjectComparison.holds(wanted, in: deployment()))
        #expect(try !ObjectComparison.holds(wanted, in: deployment { $0.spec.paused = true }))
        let account = ServiceAccount(metadata: ObjectMeta(name: "a"), automountServiceAccountToken: false)
        var taken = account
        taken.automountServiceAccountToken = nil
        #expect(try !ObjectComparison.holds(account, in: taken), "none is not false everywhere")
    }

    @Test func `a hole that somebody adds to a wall is noticed`() throws {
        let same = NetworkPolicy.Peer(podSelector: LabelSelector(matchLabels: nil))
        let policy = NetworkPolicy(
            metadata: ObjectMeta(name: "p"),
            spec: .init(
                podSelector: LabelSelector(matchLabels: nil), policyTypes: ["Ingress", "Egress"], ingress: [.init(from: [same])],
                egress: [.init(to: [same, .init(ipBlock: .init(cidr: "0.0.0.0/0", except: ["10.0.0.0/8"]))], ports: [.init(port: .int(53))])]))
        #expect(try ObjectComparison.holds(policy, in: policy))
        let edits: [(inout NetworkPolicy.Spec) -> Void] = [
            { $0.podSelector.matchLabels = ["a": "1"] }, { $0.egress?.append(.init()) }, { $0.ingress?.append(.init(from: [same])) },
            { $0.ingress?[0].from?.append(.init(namespaceSelector: LabelSelector(matchLabels: nil))) }, { $0.ingress?[0].from = nil },
            { $0.ingress?[0].from?[0].namespaceSelector = LabelSelector(matchLabels: nil) }, { $0.egress?[0].ports = nil },
            { $0.egress?[0].ports?[0].endPort = 65_535 }, { $0.egress?[0].to?[1].ipBlock?.except = nil }, { $0.policyTypes = ["Ingress"] },
        ]
        for (index, edit) in edits.enumerated() {
            var live = policy
            edit(&live.spec)
            #expect(try !ObjectComparison.holds(policy, in: live), "edit \(index)")
        }
    }

    @Test func `lists that are replaced whole are ours whole, those with keys are not`() throws {
        func rendered(_ change: (inout Container) -> Void = { _ in }) -> Kubernetes.Deployment {
            deployment { live in
                live.spec.template.spec.containers[0].command = ["serve"]
                live.spec.template.spec.containers[0].env = [.init(name: "PORT", value: "8080")]
                live.spec.template.spec.containers[0].envFrom = [.init(configMap: "shop-1")]
                change(&live.spec.template.spec.containers[0])
            }
        }
        #expect(try ObjectComparison.holds(rendered(), in: rendered { $0.env?.insert(.init(name: "PROXY", value: "x"), at: 0) }))
        #expect(try !ObjectComparison.holds(rendered(), in: rendered { $0.env = [.init(name: "PORT", value: "1"), .init(name: "X", value: "8080")] }))
        #expect(try !ObjectComparison.holds(rendered(), in: rendered { $0.command?.append("--debug") }))
        #expect(try !ObjectComparison.holds(rendered(), in: rendered { $0.envFrom?.append(.init(secret: "other")) }))
        let scaler = HorizontalPodAutoscaler(
            metadata: ObjectMeta(name: "shop"),
            spec: .init(scaleTargetRef: .init(name: "shop"), minReplicas: 1, maxReplicas: 4, metrics: [.utilization(of: "cpu", percent: 70)]))
        var other = scaler
        other.spec?.metrics?.append(.utilization(of: "memory", percent: 10))
        #expect(try !ObjectComparison.holds(scaler, in: other))
        var leaked = deployment()
        leaked.spec.selector.matchLabels?["b"] = "2"
        #expect(try !ObjectComparison.holds(deployment(), in: leaked))
    }

    @Test func `what is applied has digits of its own`() throws {
        #expect(try ObjectComparison.digest(deployment()) == ObjectComparison.digest(deployment()))
        #expect(try ObjectComparison.digest(deployment()) != ObjectComparison.digest(deployment { $0.spec.replicas = nil }))
    }
}
