import ClusterStandIn
import Core
import Kubernetes
import KubernetesClient
import Testing
import TestSupport

@Suite struct ObjectTests {
    @Test func `an apply creates, and an equal one changes nothing`() async throws {
        try await withCluster { cluster, client async throws in
            let first = try await client.apply(configMap("web"))
            #expect(first.isCreated)
            let second = try await client.apply(configMap("web"))
            #expect(!second.isCreated)
            #expect(second.object.metadata.resourceVersion == first.object.metadata.resourceVersion)
            let request = try #require(cluster.requests.last)
            #expect(request.method == "PATCH" && request.query == ["fieldManager": "slipway-test"])
            #expect(request.body?["apiVersion"] == "v1" && request.body?["kind"] == "ConfigMap")
        }
    }

    @Test func `fields of others are a conflict that names them, or taken by force`() async throws {
        try await withCluster { cluster, client async throws in
            _ = try await client.apply(deployment("web", replicas: 2))
            let other = KubernetesClientTests.client(client.configuration, fieldManager: "scaler")
            let error = await failure { () async throws(KubernetesError) in try await other.apply(deployment("web", replicas: 5)) }
            let conflict = try #require(error)
            #expect(conflict.isConflict && !conflict.isAlreadyExists)
            #expect(conflict.fieldConflicts.map(\.manager) == ["slipway-test"])
            #expect(conflict.fieldConflicts.map(\.field) == [".spec.replicas"])
            #expect(try await other.apply(deployment("web", replicas: 5), force: true).object.spec.replicas == 5)
            let error1 = await failure { () async throws(KubernetesError) in try await client.apply(deployment("web", replicas: 2)) }
            #expect(error1?.isConflict == true)
        }
    }

    @Test func `what an apply no longer says goes, what others wrote stays`() async throws {
        try await withCluster { cluster, client async throws in
            _ = try await client.apply(deployment("web", env: [.init(name: "A", value: "1"), .init(name: "B", value: "2")]))
            cluster.edit("deployments", "web", in: "demo") { $0["metadata"]?["labels"]?["foreign"] = "yes" }
            let applied = try await client.apply(deployment("web", env: [.init(name: "B", value: "2")])).object
            #expect(applied.spec.template.spec.containers.first?.env?.map(\.name) == ["B"])
            #expect(applied.metadata.labels?["foreign"] == "yes")
            #expect(applied.metadata.generation == 2)
        }
    }

    @Test func `a dry run answers and does nothing`() async throws {
        try await withCluster { cluster, client async throws in
            #expect(try await client.apply(configMap("web"), isDryRun: true).object.metadata.name == "web")
            #expect(cluster.object("configmaps", "web", in: "demo") == nil)
        }
    }

    @Test func `a resourceVersion in an apply is a fence`() async throws {
        try await withCluster { cluster, client async throws in
            var stale = try await client.apply(configMap("web")).object
            cluster.edit("configmaps", "web", in: "demo") { $0["data"]?["b"] = "2" }
            stale.data = ["a": "3"]
            let error2 = await failure { [stale] () async throws(KubernetesError) in try await client.apply(stale) }
            #expect(error2?.isConflict == true)
        }
    }

    @Test func `an object that is not there is nil, a kind that is not there an error`() async throws {
        try await withCluster { _, client async throws in
            #expect(try await client.get(ConfigMap.self, "absent", in: "demo") == nil)
            #expect(try await client.delete(ConfigMap.self, "absent", in: "demo") == false)
            #expect(try await client.patch(ConfigMap.self, "absent", in: "demo", merging: [:]) == nil)
            #expect(try await client.scale(Deployment.self, "absent", in: "demo", to: 2) == nil)
            let error = await failure { () async throws(KubernetesError) in try await client.get(Unknown.self, "x", in: "demo") }
            #expect(error?.isUnknownKind == true)
        }
    }

    @Test func `a missing namespace is told when something is to be made in it`() async throws {
        try await withCluster { _, client async throws in
            var lost = configMap("web")
            lost.metadata.namespace = "nowhere"
            let error = await failure { [lost] () async throws(KubernetesError) in try await client.apply(lost) }
            #expect(error?.isNotFound == true && error?.message == #"namespaces "nowhere" not found"#)
        }
    }

    @Test func `a namespace that terminates says so`() async throws {
        try await withCluster { cluster, client async throws in
            cluster.edit("namespaces", "demo") { $0["status"]?["phase"] = "Terminating" }
            let error = await failure { () async throws(KubernetesError) in try await client.apply(configMap("late")) }
            #expect(error?.isForbidden == true && error?.isNamespaceTerminating == true)
            #expect(try await client.get(Namespace.self, "demo")?.isTerminating == true)
        }
    }

    @Test func `a deletion takes dependents along, and only what was meant`() async throws {
        try await withCluster { cluster, client async throws in
            let anchor = try await client.apply(configMap("anchor")).object
            var child = configMap("child")
            child.metadata.ownerReferences = [
                OwnerReference(apiVersion: "v1", kind: "ConfigMap", name: "anchor", uid: try #require(anchor.metadata.uid))
            ]
            _ = try await client.apply(child)
            let error = await failure { () async throws(KubernetesError) in try await client.delete(ConfigMap.self, "anchor", in: "demo", uid: "another") }
            #expect(error?.isConflict == true)
            #expect(try await client.delete(ConfigMap.self, "anchor", in: "demo", propagation: .foreground, uid: anchor.metadata.uid))
            #expect(cluster.objects("configmaps").isEmpty)
            #expect(cluster.requests.last?.body?["propagationPolicy"] == "Foreground")
        }
    }

    @Test func `a patch merges, and a scale sets replicas alone`() async throws {
        try await withCluster { cluster, client async throws in
            _ = try await client.apply(deployment("web", replicas: nil))
            let restarted = try await client.patch(
                Deployment.self, "web", in: "demo", merging: ["spec": ["template": ["metadata": ["annotations": ["restartedAt": "now"]]]]])
            #expect(restarted?.spec.template.metadata.annotations == ["restartedAt": "now"])
            #expect(try await client.scale(Deployment.self, "web", in: "demo", to: 3)?.spec?.replicas == 3)
            // Nobody's apply took it back.
            #expect(try await client.apply(deployment("web", replicas: nil)).object.spec.replicas == 3)
        }
    }

    @Test func `a name that is taken is told apart from a conflict`() async throws {
        try await withCluster { _, client async throws in
            let job = Job(metadata: ObjectMeta(name: "build", namespace: "demo"), spec: .init(template: deployment("x").spec.template))
            #expect(try await client.create(job).metadata.uid != nil)
            let error = await failure { () async throws(KubernetesError) in try await client.create(job) }
            #expect(error?.isAlreadyExists == true && error?.isConflict == false)
        }
    }

    @Test func `who owns a field can be asked`() async throws {
        try await withCluster { _, client async throws in
            _ = try await client.apply(deployment("web", replicas: 1))
            _ = try await client.scale(Deployment.self, "web", in: "demo", to: 3)
            let managers = try await client.fieldManagers(of: Deployment.self, "web", in: "demo")
            #expect(managers.filter { $0.owns("spec", "replicas") }.map(\.name) == ["slipway-test"])
            #expect(managers.first { $0.owns("spec", "replicas") }?.subresource == "scale")
        }
    }

    @Test func `lists come in pages, with what cannot be read told apart`() async throws {
        try await withCluster { cluster, client async throws in
            for index in 0..<7 { _ = try await client.apply(configMap("c\(index)", labels: ["even": "\(index % 2 == 0)"])) }
            cluster.forgetRequests()
            let list = try await client.list(ConfigMap.self, ResourceScope(namespace: "demo"), pageSize: 3)
            #expect(list.items.map(\.metadata.name) == (0..<7).map { "c\($0)" })
            #expect(list.items.allSatisfy { $0.kind == "ConfigMap" && $0.apiVersion == "v1" })
            #expect(cluster.requests.count == 3)
            #expect(list.resourceVersion == "\(cluster.version)")
            #expect(try await client.list(ConfigMap.self, ResourceScope(labels: ["even": "true"])).items.count == 4)
            #expect(try await client.list(ConfigMap.self, .one("c3", in: "demo")).items.map(\.metadata.name) == ["c3"])
            cluster.edit("configmaps", "c3", in: "demo") { $0["data"] = "not a map" }
            let mixed = try await client.list(ConfigMap.self)
            #expect(mixed.items.count == 6)
            #expect(mixed.unreadable == [Unreadable(key: ObjectKey(namespace: "demo", name: "c3"), reason: ".items[3].data is not what was expected")])
        }
    }

    @Test func `a list whose snapshot expires begins again`() async throws {
        try await withCluster { cluster, client async throws in
            for index in 0..<7 { _ = try await client.apply(configMap("c\(index)")) }
            cluster.fail(RequestMatch("GET", path: "configmaps"), .refuse(410, reason: "Expired"))
            #expect(try await client.list(ConfigMap.self, pageSize: 3).items.count == 7)
            cluster.forgetRequests()
            cluster.fail(RequestMatch("GET", path: "configmaps"), .refuse(410, reason: "Expired"), times: 100)
            let error3 = await failure { () async throws(KubernetesError) in try await client.list(ConfigMap.self, pageSize: 3) }
            #expect(error3?.isExpired == true)
            // An answer may be large, but not without bounds.
            #expect(cluster.requests.compactMap { $0.query["limit"] } == ["3", "2000", "2000", "2000"])
        }
    }
}

private struct Unknown: KubernetesObject {
    static let apiVersion = "traefik.io/v1alpha1"
    static let kind = "IngressRoute"
    var apiVersion: String?
    var kind: String?
    var metadata: ObjectMeta
}
