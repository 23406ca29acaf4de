import Core
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

    @Test func `what is applied has digits of its own`() throws {
        #expect(try ObjectComparison.digest(deployment()) == ObjectComparison.digest(deployment()))
        #expect(try ObjectComparison.digest(deployment()) != ObjectComparison.digest(deployment { $0.spec.replicas = nil }))
    }
}
