import ContainerEngine
import Core
import Foundation
import Kubernetes
import Messages
import Testing

@testable import DeployService

@Suite struct RenderingTests {
    static func release(_ run: Proto.RunSettings = Proto.RunSettings(), user: String = "", exposed: Int = 0, procfile: String = "", number: Int = 7) -> Release {
        Release(
            app: AppID(), number: number, image: "127.0.0.1:15000/acme/shop@sha256:92", config: 3, commit: "3f2a1c9", branch: "main",
            commitMessage: "", run: RunSettings(run, exposedPort: exposed, procfileCommand: procfile, imageUser: user), variables: [],
            createdAt: .now())
    }

    func rendering(_ release: Release, _ variables: [Rendering.OpenedValue] = []) -> Rendering {
        Rendering(
            installation: "i1", app: PlanTests().app(scale: 2), deployment: DeploymentID(), release: release, variables: variables)
    }

    @Test func `a release says its port, its user and its limits`() throws {
        let objects = rendering(Self.release(Proto.RunSettings(command: "node server.js", memory: "256Mi", readOnly: true), exposed: 3000)).objects
        let pod = objects.deployment.spec.template.spec
        let container = try #require(pod.containers.first)
        #expect(container.ports?.first?.containerPort == 3000)
        #expect(container.command == ["/bin/sh", "-c", "exec node server.js"])
        #expect(container.resources?.limits == ["cpu": "500m", "memory": "256Mi"])
        #expect(container.securityContext?.capabilities?.drop == ["ALL"])
        #expect(container.securityContext?.readOnlyRootFilesystem == true)
        #expect(pod.securityContext?.runAsUser == 10_001)
        #expect(objects.deployment.metadata.labels?[Labels.installation] == "i1")
        #expect(objects.ingress.spec.rules?.first?.host == "h")
    }

    @Test func `secrets stay out of what may be seen, and ours win`() {
        let objects = rendering(
            Self.release(),
            [
                .init(key: "TOKEN", isSecret: true, value: "s3cret"), .init(key: "COLOR", isSecret: false, value: "blue"),
                .init(key: "PORT", isSecret: false, value: "1"),
            ]
        ).objects
        #expect(objects.configMap.data?["COLOR"] == "blue")
        #expect(objects.configMap.data?["PORT"] == "8080")
        #expect(objects.configMap.data?["HOME"] == "/tmp")
        #expect(objects.configMap.data?["TOKEN"] == nil)
        #expect(objects.secret.data?["TOKEN"] == Data("s3cret".utf8).base64EncodedString())
        #expect(!String(describing: objects.deployment).contains("s3cret"))
    }

    @Test func `equal variables are the same objects, others are new ones`() {
        let release = Self.release()
        let blue = rendering(release, [.init(key: "COLOR", isSecret: false, value: "blue")])
        var green = blue
        green.variables = [.init(key: "COLOR", isSecret: false, value: "green")]
        #expect(blue.objects == blue.objects)
        #expect(blue.objects.configMap.metadata.name != green.objects.configMap.metadata.name)
    }

    @Test func `the name of a Secret says the release and nothing of what is in it`() {
        let one = rendering(Self.release(), [.init(key: "TOKEN", isSecret: true, value: "s3cret")])
        var (other, next) = (one, one)
        other.variables = [.init(key: "TOKEN", isSecret: true, value: "another")]
        next.release = Self.release(number: 8)
        let name = one.objects.secret.metadata.name
        #expect(name.hasPrefix("shop-7-") && other.objects.secret.metadata.name == name)
        #expect(next.objects.secret.metadata.name.hasPrefix("shop-8-"))
        // An app of the same name is another.
        #expect(rendering(Self.release()).objects.secret.metadata.name != name)
    }

    @Test func `the engine is told the same as a cluster`() throws {
        let objects = rendering(
            Self.release(Proto.RunSettings(cpu: "250m", memory: "64Mi"), user: "1000", procfile: "serve"),
            [.init(key: "TOKEN", isSecret: true, value: "s3cret")]
        ).objects
        let instance = PlanTests().instance(DeploymentID(), 20_123)
        let spec = try ContainerTranslation(objects, instance: instance, installation: "i1", network: .mode("slirp4netns")).spec
        #expect(spec.entrypoint == ["/bin/sh", "-c", "exec serve"])
        #expect(spec.user == "1000")
        #expect(spec.nanoCPUs == 250_000_000)
        #expect(spec.memoryBytes == 64 << 20)
        #expect(spec.env.contains("TOKEN=s3cret") && spec.env.contains("PORT=8080"))
        #expect(spec.publish.first?.hostPort == 20_123)
        #expect(spec.sysctls["net.ipv4.ip_unprivileged_port_start"] == "0")
        #expect(spec.network == "slirp4netns")
        #expect(spec.labels[Labels.instance] == instance.id.description)
    }

    @Test func `a port is the person's, else the image's, else 8080`() {
        #expect(Self.release(Proto.RunSettings(port: 5000), exposed: 3000).run.port == 5000)
        #expect(Self.release(exposed: 3000).run.port == 3000)
        #expect(Self.release().run.port == 8080)
    }

    @Test func `names count on after z`() {
        #expect([0, 1, 25, 26, 27, 52].map(Instance.letters) == ["a", "b", "z", "aa", "ab", "ba"])
    }
}
