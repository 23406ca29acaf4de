import ClusterStandIn
import Core
import Foundation
import Kubernetes
import KubernetesClient
import Testing
import TestSupport

/// An independent client keeps the stand-in honest: what kubectl cannot work with is no API server.
///
/// KUBECTL names the program; `make test` brings one. Without it these tests are skipped.
@Suite(.enabled(if: Kubectl.path != nil)) struct KubectlTests {
    @Test func `it applies, reads, changes and deletes what we do, and sees our objects`() async throws {
        try await withCluster { cluster, client async throws in
            let kubectl = try Kubectl(server: cluster.url)
            defer { kubectl.remove() }
            _ = try await client.apply(deployment("ours", replicas: 2))
            #expect(try await kubectl.run("get", "deployments", "-n", "demo", "-o", "name") == "deployment.apps/ours\n")

            let file = try kubectl.write(deployment("theirs", replicas: 1))
            #expect(try await kubectl.run("apply", "--server-side", "--validate=false", "-f", file).contains("serverside-applied"))
            let theirs = try #require(try await client.get(Deployment.self, "theirs", in: "demo"))
            #expect(theirs.spec.template.spec.containers.map(\.image) == ["registry/app:1"])
            let before = theirs.metadata.resourceVersion
            _ = try await kubectl.run("apply", "--server-side", "--validate=false", "-f", file)
            #expect(try await client.get(Deployment.self, "theirs", in: "demo")?.metadata.resourceVersion == before)

            #expect(try await kubectl.run("scale", "deployment/ours", "-n", "demo", "--replicas=5").contains("scaled"))
            #expect(try await client.get(Deployment.self, "ours", in: "demo")?.spec.replicas == 5)
            _ = try await kubectl.run("label", "deployment/ours", "-n", "demo", "foreign=yes")
            #expect(try await client.get(Deployment.self, "ours", in: "demo")?.metadata.labels?["foreign"] == "yes")

            #expect(try await kubectl.run("delete", "deployment/ours", "-n", "demo").contains("deleted"))
            #expect(try await client.get(Deployment.self, "ours", in: "demo") == nil)
        }
    }

    @Test func `it is told of a conflict in the words that we are`() async throws {
        try await withCluster { cluster, client async throws in
            let kubectl = try Kubectl(server: cluster.url)
            defer { kubectl.remove() }
            _ = try await client.apply(deployment("web", replicas: 2))
            let file = try kubectl.write(deployment("web", replicas: 3))
            let error = try await kubectl.failure("apply", "--server-side", "--validate=false", "-f", file)
            #expect(error.contains(#"conflict with "slipway-test": .spec.replicas"#))
            _ = try await kubectl.run("apply", "--server-side", "--force-conflicts", "--validate=false", "-f", file)
            #expect(try await client.get(Deployment.self, "web", in: "demo")?.spec.replicas == 3)
        }
    }

    @Test func `its watch sees what ours sees`() async throws {
        try await withCluster { cluster, client async throws in
            let kubectl = try Kubectl(server: cluster.url)
            defer { kubectl.remove() }
            let watch = try kubectl.start("get", "configmaps", "-n", "demo", "-o", "name", "--watch")
            defer { watch.end() }
            try await eventually("it watches") { cluster.requests.contains { $0.isWatch && $0.path.hasSuffix("configmaps") } }
            _ = try await client.apply(configMap("one"))
            _ = try await client.apply(configMap("one", ["a": "2"]))
            try await eventually("it has seen both", { watch.output }, until: { $0 == "configmap/one\nconfigmap/one\n" })
        }
    }

    @Test func `it reads and follows logs`() async throws {
        try await withCluster { cluster, client async throws in
            let kubectl = try Kubectl(server: cluster.url)
            defer { kubectl.remove() }
            cluster.set([
                "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "web", "namespace": "demo"],
                "spec": ["containers": [["name": "app", "image": "x"]]], "status": ["phase": "Running"],
            ])
            cluster.write("one", of: "web", in: "demo", at: Timestamp(rfc3339: "2026-11-21T09:31:15.735152Z")!, nanoseconds: 174)
            #expect(try await kubectl.run("logs", "web", "-n", "demo", "--timestamps") == "2026-11-21T09:31:15.735152174Z one\n")
            let follower = try kubectl.start("logs", "web", "-n", "demo", "-f")
            defer { follower.end() }
            try await eventually("the first line is there") { follower.output == "one\n" }
            cluster.write("two", of: "web", in: "demo")
            try await eventually("the second came") { follower.output == "one\ntwo\n" }
        }
    }
}
