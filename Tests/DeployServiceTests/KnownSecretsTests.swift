import Core
import Kubernetes
import KubernetesClient
import Logging
import Testing

@testable import DeployService

@Suite struct KnownSecretsTests {
    private let key = ObjectKey(namespace: "n", name: "shop-1")

    private func witness(of uid: String) -> ConfigMap {
        let owner = OwnerReference(apiVersion: "v1", kind: "Secret", name: "shop-1", uid: uid)
        return ConfigMap(metadata: ObjectMeta(name: "shop-1", namespace: "n", ownerReferences: [owner]), data: nil)
    }

    @Test func `a Secret is known as long as its witness is there, and is its own`() {
        let known = KnownSecrets()
        #expect(!known.holds(key, "d", witness: witness(of: "u1")), "nobody has seen it")
        known.note(key, uid: "u1", digest: "d")
        #expect(known.holds(key, "d", witness: witness(of: "u1")))
        #expect(known.fresh(key) == "u1" && known.uid(key) == "u1")
        #expect(!known.holds(key, "d", witness: nil), "it was deleted")
        #expect(!known.holds(key, "d", witness: witness(of: "u2")), "somebody made it anew")
        #expect(!known.holds(key, "other", witness: witness(of: "u1")), "it shall be another")
        var leaving = witness(of: "u1")
        leaving.metadata.deletionTimestamp = .now()
        #expect(!known.holds(key, "d", witness: leaving))
    }

    @Test func `nothing is still while something is on its way, or an object has not been seen`() throws {
        let text =
            "apiVersion: v1\nkind: Config\ncurrent-context: c\ncontexts: [{name: c, context: {cluster: c, user: u}}]\n"
            + "clusters: [{name: c, cluster: {server: \"https://127.0.0.1:1\"}}]\nusers: [{name: u, user: {token: t}}]\n"
        let configuration = try KubernetesConfiguration.kubeconfig(Array(text.utf8), folder: "/")
        let log = Logger(label: "test")
        let caches = ClusterCaches(KubernetesClient(configuration, fieldManager: "test", log: log), installation: "i", log: log)
        let stillness = Stillness()
        var app = PlanTests().app(scale: 1, current: DeploymentID())
        var cluster = ClusterState()
        let basis = try #require(stillness.basis(app, release: 1, cluster, caches))
        #expect(!stillness.holds(basis, of: app.id))
        stillness.note(basis, of: app.id)
        #expect(stillness.holds(basis, of: app.id))
        app.scale = 3
        let other = try #require(stillness.basis(app, release: 1, cluster, caches))
        #expect(!stillness.holds(other, of: app.id), "another number of instances is wanted")
        #expect(stillness.basis(app, release: 2, cluster, caches) != other)
        app.candidate = DeploymentID()
        #expect(stillness.basis(app, release: 1, cluster, caches) == nil)
        app.candidate = nil
        cluster.objects = [ClusterObject(namespace: "n", kind: "Deployment", name: "shop")]
        #expect(stillness.basis(app, release: 1, cluster, caches) == nil)
    }
}
