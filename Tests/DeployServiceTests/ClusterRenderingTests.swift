import Core
import Foundation
import Kubernetes
import Messages
import Testing

@testable import DeployService

@Suite struct ClusterRenderingTests {
    private let rendering = ClusterRendering(installation: "0197-installation", settings: .init(privateNetworks: ["10.0.0.0/8"]))

    private func app(scale: Int = 2, name: String = "shop", current: DeploymentID? = nil) -> AppRecord {
        var app = PlanTests().app(scale: scale, current: current)
        (app.name, app.host) = (name, "\(name)-acme.example.org")
        return app
    }

    private func objects(
        _ app: AppRecord, _ release: Release = RenderingTests.release(), _ settings: ClusterRendering.Settings? = nil, isCandidate: Bool = false,
        variables: [Rendering.OpenedValue] = []
    ) -> ClusterObjects {
        var rendering = rendering
        if let settings { rendering.settings = settings }
        let rendered = Rendering(
            installation: rendering.installation, app: app, deployment: app.current ?? DeploymentID(), release: release, variables: variables
        ).objects
        return rendering.objects(rendered, of: app, release: release, isCandidate: isCandidate)
    }

    @Test func `everything says whose it is, and lies in the project's namespace`() {
        let app = app()
        let namespace = rendering.namespace(of: app)
        #expect(namespace.wholeMatch(of: /slipway-acme-[0-9a-f]{6}/) != nil)
        for object in objects(app).all + rendering.project(of: app) {
            let labels = object.metadata.labels ?? [:]
            #expect(labels["app.kubernetes.io/managed-by"] == "slipway")
            #expect(labels[Labels.installation] == "0197-installation" && labels[Labels.project] == app.project.description)
            #expect(object is Namespace ? object.metadata.name == namespace : object.metadata.namespace == namespace)
        }
        #expect(objects(app).all.allSatisfy { $0.metadata.labels?[Labels.app] == app.id.description })
    }

    @Test func `other projects and installations have other namespaces, and none is too long`() {
        let app = app()
        var other = app
        other.project = ProjectID()
        var elsewhere = rendering
        elsewhere.installation = "0198-another"
        #expect(Set([rendering.namespace(of: app), rendering.namespace(of: other), elsewhere.namespace(of: app)]).count == 3)
        other.projectName = String(repeating: "p", count: 30)
        var longest = rendering
        longest.settings.namespacePrefix = String(repeating: "x", count: 20)
        #expect(longest.namespace(of: other).count <= 63)
    }

    @Test func `a name that a Service may not have gets one that it may`() {
        let app = app(name: "3d-shop")
        let name = ClusterNames.object(app)
        #expect(name.wholeMatch(of: /app-3d-shop-[0-9a-f]{6}/) != nil)
        let objects = objects(app)
        #expect(objects.service.metadata.name == name && objects.deployment.metadata.name == name)
        #expect(objects.ingress.spec.rules?.first?.http?.paths.first?.backend.service?.name == name)
    }

    @Test func `new instances come before the old go, and the old have time`() throws {
        let deployment = objects(app()).deployment
        #expect(deployment.spec.strategy?.rollingUpdate?.maxUnavailable == .int(0))
        #expect(deployment.spec.minReadySeconds == 2)
        let pod = deployment.spec.template.spec
        #expect(pod.terminationGracePeriodSeconds == 15)
        let container = try #require(pod.containers.first)
        #expect(container.lifecycle?.preStop?.sleep?.seconds == 5)
        #expect(container.resources?.limits == ["cpu": "500m", "memory": "512Mi"])
        #expect(container.resources?.requests?["cpu"] == "100m")
        #expect(pod.serviceAccountName == "slipway-app" && pod.automountServiceAccountToken == false && pod.enableServiceLinks == false)
    }

    @Test func `a stopped app has none, its candidate one`() {
        let stopped = app(scale: 0)
        #expect(objects(stopped).deployment.spec.replicas == 0)
        #expect(objects(stopped, isCandidate: true).deployment.spec.replicas == 1)
    }

    @Test func `a budget from two instances on, an autoscaler for a range`() throws {
        #expect(objects(app(scale: 1)).disruptionBudget == nil && objects(app(scale: 2)).disruptionBudget != nil)
        #expect(objects(app()).autoscaler == nil)
        var ranged = app(scale: 1)
        ranged.autoscaling = Autoscaling(least: 1, most: 5, cpuPercent: 60)
        let autoscaler = try #require(objects(ranged).autoscaler?.spec)
        #expect(autoscaler.minReplicas == 1 && autoscaler.maxReplicas == 5)
        // 60 % of the limit of 500m is 300 % of the 100m that are reserved.
        #expect(autoscaler.metrics?.first?.resource?.target.averageUtilization == 300)
        #expect(objects(ranged).disruptionBudget != nil)
    }

    @Test func `the way in has its class, and a certificate where there is an issuer`() {
        let plain = objects(app()).ingress
        #expect(plain.spec.ingressClassName == "traefik" && plain.spec.tls == nil)
        let secure = objects(app(), RenderingTests.release(), .init(ingressClass: "nginx", tlsIssuer: "letsencrypt")).ingress
        #expect(secure.spec.ingressClassName == "nginx")
        #expect(secure.metadata.annotations?["cert-manager.io/cluster-issuer"] == "letsencrypt")
        #expect(secure.spec.tls?.first?.hosts == ["shop-acme.example.org"])
    }

    @Test func `walls come first: the namespace, then room, then accounts`() throws {
        var settings = rendering.settings
        (settings.imagePullSecret, settings.ingressNamespace) = ("pull", "ingress")
        let project = ClusterRendering(installation: "i1", settings: settings).project(of: app())
        #expect(project.map { type(of: $0).kind } == ["Namespace", "ResourceQuota", "LimitRange", "NetworkPolicy", "ServiceAccount"])
        let namespace = try #require(project[0] as? Namespace)
        for mode in ["enforce", "audit", "warn"] { #expect(namespace.metadata.labels?["pod-security.kubernetes.io/\(mode)"] == "restricted") }
        let quota = try #require(project[1] as? ResourceQuota)
        #expect(quota.spec?.hard?["pods"] == "200", "twice a hundred: a rollout needs room")
        let policy = try #require(project[3] as? NetworkPolicy)
        #expect(policy.spec.policyTypes == ["Ingress", "Egress"])
        #expect(policy.spec.ingress?.first?.from?.contains { $0.namespaceSelector?.matchLabels == ["kubernetes.io/metadata.name": "ingress"] } == true)
        #expect(policy.spec.egress?.last?.to?.first?.ipBlock?.except == ["10.0.0.0/8"])
        #expect((project[4] as? ServiceAccount)?.imagePullSecrets?.first?.name == "pull")
    }

    @Test func `what nodes show a registry is a Secret of each project, with a witness`() throws {
        var settings = rendering.settings
        (settings.imagePullSecret, settings.pullCredentials) = ("pull", Core.Secret("e30="))
        let project = ClusterRendering(installation: "i1", settings: settings).project(of: app())
        #expect(project.map { type(of: $0).kind }.suffix(3) == ["Secret", "ConfigMap", "ServiceAccount"])
        let secret = try #require(project[4] as? Kubernetes.Secret)
        #expect(secret.type == "kubernetes.io/dockerconfigjson" && secret.data == [".dockerconfigjson": "e30="] && secret.immutable == nil)
        #expect((project[5] as? ConfigMap)?.metadata.ownerReferences?.map(\.name) == [secret.metadata.name])
        #expect((project[6] as? ServiceAccount)?.imagePullSecrets?.map(\.name) == [secret.metadata.name], "ours, not somebody's")
    }

    @Test func `what is secret has a witness that goes with it, and holds nothing`() {
        let objects = objects(app())
        #expect(objects.witness.metadata.name == objects.secret.metadata.name && objects.witness.data == nil)
        #expect(objects.witness.metadata.ownerReferences?.map(\.kind) == ["Secret"])
        #expect(objects.waves[0].contains { $0 is Kubernetes.Secret }, "the witness is owned by what is there")
        #expect(objects.waves[1].contains { $0 is ConfigMap })
    }

    @Test func `what is returned to is what it was`() {
        let current = app(current: DeploymentID())
        #expect(objects(current).deployment == objects(current).deployment)
        var restarted = current
        restarted.restartGeneration = 1
        #expect(objects(restarted).deployment.spec.template != objects(current).deployment.spec.template)
        var more = current
        more.scale = 5
        #expect(objects(more).deployment.spec.template == objects(current).deployment.spec.template, "a scale starts nobody anew")
    }

    /// Whatever a person sets. With `SLIPWAY_RENDER_TO`, the objects are left there for the published schemas to be held against.
    @Test func `two thousand random apps keep to the restricted profile`() async throws {
        var generator = SplitMix(state: 4)
        let folder = ProcessInfo.processInfo.environment["SLIPWAY_RENDER_TO"]
        for round in 0..<2_000 {
            // The others of this process want their turn.
            await Task.yield()
            let (app, release, variables, settings) = random(&generator)
            let objects = objects(app, release, settings, isCandidate: .random(using: &generator), variables: variables)
            let pod = try ObjectComparison.json(objects.deployment)["spec"]?["template"]?["spec"] ?? .null
            let violations = PodSecurity.violations(pod)
            #expect(violations.isEmpty, "\(violations): \(pod.encoded())")
            guard let folder, round < 200 else { continue }
            let all = objects.all + ClusterRendering(installation: "i1", settings: settings).project(of: app)
            for (index, object) in all.enumerated() {
                try Data(try ObjectComparison.json(object).encodedBytes()).write(to: URL(filePath: "\(folder)/\(round)-\(index).json"))
            }
        }
    }

    private func random(_ generator: inout SplitMix) -> (AppRecord, Release, [Rendering.OpenedValue], ClusterRendering.Settings) {
        var app = app(scale: .random(in: 0...50, using: &generator), name: ["shop", "3d", "a-b", "x9"].randomElement(using: &generator) ?? "shop")
        if app.scale > 0, Bool.random(using: &generator) { app.autoscaling = Autoscaling(least: app.scale, most: app.scale + 3, cpuPercent: 70) }
        let run = Proto.RunSettings(
            port: [0, 80, 8080, 65_535].randomElement(using: &generator) ?? 0,
            command: ["", "node server.js", "cd /app && exec ./run", "sudo su", "exec \u{1F600} \"'"].randomElement(using: &generator) ?? "",
            healthPath: ["", "/", "/health?x=1"].randomElement(using: &generator) ?? "",
            cpu: ["", "1", "250m", "0.1", "10m"].randomElement(using: &generator) ?? "",
            memory: ["", "64Mi", "1Gi", "8Mi", "134217728"].randomElement(using: &generator) ?? "", readOnly: .random(using: &generator))
        let user = ["", "root", "0", "0:0", "1000", "1000:0", "1000:1000", "node", "-1", "4294967296", "nobody:nogroup"].randomElement(using: &generator) ?? ""
        let variables = (0..<Int.random(in: 0...4, using: &generator)).map {
            Rendering.OpenedValue(key: "KEY_\($0)", isSecret: .random(using: &generator), value: ["", "x", "ü\n\"", "false"].randomElement(using: &generator) ?? "")
        }
        var settings = rendering.settings
        settings.tlsIssuer = Bool.random(using: &generator) ? "issuer" : nil
        settings.imagePullSecret = Bool.random(using: &generator) ? "pull" : nil
        settings.drain = .seconds(.random(in: 0...5, using: &generator))
        return (app, RenderingTests.release(run, user: user, exposed: 3000), variables, settings)
    }
}

/// The same numbers in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
