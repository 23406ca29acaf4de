import ContainerEngine
import Core
import Foundation
import Kubernetes

/// A build as objects of a cluster: pure, so that what is asked of a cluster can be looked at without one.
struct KanikoRendering: Sendable {
    struct Settings: Sendable {
        var namespacePrefix = "slipway"
        var podSecurityVersion = "v1.30"
        var privateNetworks: [String] = []
        var image = ""
        var arguments: [String] = []
        var sourceImage = ""
        var sourceCommand = "slipway-build"
        /// As images are named.
        var place = RegistryPlace(host: "")
        /// `host:port`, as Pods reach the same.
        var podRegistry = ""
        var isPlainHTTP = false
        /// PEM, of who vouches for the registry beside the authorities in the images of both containers.
        var certificateAuthority: [UInt8]?
        var registryNetworks: [String] = []
        var cacheRepository: String? = "{project}/cache"
        /// Nodes show the registry a password.
        var hasNodePassword = false
        /// Repositories that every build may read: base images.
        var readable: [String] = []
        var capabilities = KanikoConfiguration.capabilities
        var hostUsers = true
        var priorityClass: String?
        var cpuMillis: Int64 = 2_000
        var storage = "10Gi"
        var reservePercent: Int64 = 25
        var limits = BuildLimits()
    }

    /// What the two containers show the registry; nil where it asks for nothing.
    struct Credentials: Sendable {
        /// Of nodes, for the images of both.
        var node: Core.Secret<String>?
        var source: Core.Secret<String>?
        var executor: Core.Secret<String>?
    }

    let installation: String
    var settings: Settings

    /// The file beside what each container shows the registry: in its Secret, so that the account needs no right beyond that.
    private static let authority = "ca.crt"

    /// How long a Job that has ended stays for whoever was away; usually it goes at once.
    private static let afterlife = 3_600

    func namespace(of build: Build) -> String {
        KanikoNames.namespace(
            prefix: settings.namespacePrefix, installation: installation, project: build.project, name: build.request.projectName)
    }

    func cacheRepository(of project: ProjectID) -> String? { settings.cacheRepository.map { settings.place.repository($0.replacing("{project}", with: project.description)) } }

    /// Suspended: its Pod comes when what it shows the registry is there.
    func job(_ build: Build, _ source: StoredSource, blob: String, dockerfile: String, steps: Int) -> Job {
        var pod = podSpec(build, source, blob, dockerfile)
        pod.priorityClassName = settings.priorityClass
        return Job(
            metadata: ObjectMeta(
                name: KanikoNames.job(build), namespace: namespace(of: build), labels: labels(build, isPod: false),
                annotations: [KanikoNames.steps: "\(steps)"]),
            spec: .init(
                template: PodTemplateSpec(metadata: .init(labels: labels(build, isPod: true)), spec: pod), backoffLimit: 0,
                activeDeadlineSeconds: Int(settings.limits.timeout.components.seconds), ttlSecondsAfterFinished: Self.afterlife, suspend: true))
    }

    /// Goes with its Job.
    func secrets(_ build: Build, _ credentials: Credentials, _ variables: BuildVariables = .none, of job: Job) -> [Kubernetes.Secret] {
        let owner = OwnerReference(apiVersion: Job.apiVersion, kind: Job.kind, name: job.metadata.name, uid: job.metadata.uid ?? "")
        func meta(_ name: String) -> ObjectMeta {
            ObjectMeta(name: name, namespace: namespace(of: build), labels: labels(build, isPod: false), ownerReferences: [owner])
        }
        var auths: JSONValue = [:]
        if let token = credentials.executor { auths[settings.podRegistry] = ["registrytoken": .string(token.reveal())] }
        let data = [
            "config.json": (["auths": auths] as JSONValue).encodedBytes(), "token": Array((credentials.source?.reveal() ?? "").utf8),
        ]
        let authority = settings.certificateAuthority.map { [Self.authority: $0] } ?? [:]
        let shown = data.merging(authority) { first, _ in first }.mapValues { Data($0).base64EncodedString() }
        var secrets = [Kubernetes.Secret(metadata: meta(KanikoNames.job(build)), data: shown, immutable: nil)]
        if let node = credentials.node {
            let login: JSONValue = ["username": .string(TokenServer.node), "password": .string(node.reveal())]
            let all = (["auths": .object([settings.place.host: login, settings.podRegistry: login])] as JSONValue).encodedBytes()
            secrets.append(
                Kubernetes.Secret(
                    metadata: meta(KanikoNames.nodes(build)), data: [".dockerconfigjson": Data(all).base64EncodedString()],
                    type: "kubernetes.io/dockerconfigjson"))
        }
        if !environment.isEmpty {
            secrets.append(
                Kubernetes.Secret(
                    metadata: meta(KanikoNames.environment(build)), data: environment.mapValues { Data($0.utf8).base64EncodedString() }))
        }
        if !variables.isEmpty {
            let files = variables.reveal().map { ($0.name, Data($0.value.utf8).base64EncodedString()) }
            secrets.append(Kubernetes.Secret(metadata: meta(KanikoNames.variables(build)), data: Dictionary(files) { first, _ in first }))
        }
        return secrets
    }

    /// Mirrors and proxies. No proxy stands between the executor and the registry.
    private var environment: [String: String] {
        var environment = settings.limits.environment
        guard environment.keys.contains(where: { $0.uppercased().hasSuffix("_PROXY") }) else { return environment }
        let host = String(settings.podRegistry.prefix { $0 != ":" })
        for name in ["NO_PROXY", "no_proxy"] { environment[name] = [environment[name], host].compactMap(\.self).joined(separator: ",") }
        return environment
    }

    /// A Pod of a build is no instance: it says neither app nor project, by which the deploy service finds its own.
    private func labels(_ build: Build, isPod: Bool) -> [String: String] {
        var labels = [
            KanikoNames.managedBy: "slipway", KanikoNames.installation: installation, KanikoNames.build: build.id.description,
            KanikoNames.attempt: "\(build.attempt)",
        ]
        if !isPod { (labels[KanikoNames.project], labels[KanikoNames.app]) = (build.project.description, build.app.description) }
        return labels
    }

    private func podSpec(_ build: Build, _ source: StoredSource, _ blob: String, _ dockerfile: String) -> PodSpec {
        let secret = KanikoNames.job(build)
        let authority = settings.certificateAuthority == nil ? [] : [Self.authority]
        func file(_ key: String) -> Volume {
            let items = ([key] + authority).map { Volume.SecretSource.Item(key: $0, path: $0) }
            return Volume(name: key == "token" ? "token" : "docker", secret: .init(secretName: secret, items: items, defaultMode: 0o400))
        }
        var spec = PodSpec(
            containers: [executor(build, dockerfile)], initContainers: [unpacker(source, blob)],
            securityContext: PodSecurityContext(seccompProfile: .init(type: "RuntimeDefault")),
            volumes: [Volume(name: "workspace", emptyDir: .init(sizeLimit: settings.storage)), file("token"), file("config.json")],
            restartPolicy: "Never", terminationGracePeriodSeconds: 1)
        if !build.request.variables.isEmpty {
            let items = build.request.variables.map { Volume.SecretSource.Item(key: $0, path: $0) }
            spec.volumes?.append(Volume(name: "variables", secret: .init(secretName: KanikoNames.variables(build), items: items, defaultMode: 0o400)))
        }
        if !settings.hostUsers { spec.hostUsers = false }
        if settings.hasNodePassword { spec.imagePullSecrets = [.init(name: KanikoNames.nodes(build))] }
        return spec
    }

    /// As root without any capability: files of an image belong to root, as an engine would have it.
    private func unpacker(_ source: StoredSource, _ blob: String) -> Container {
        let scheme = settings.isPlainHTTP ? "http" : "https"
        return Container(
            name: KanikoNames.source, image: settings.sourceImage,
            command: [settings.sourceCommand, "unpack"],
            args: [
                "--from=\(scheme)://\(settings.podRegistry)/v2/\(source.repository)/blobs/\(blob)", "--digest=\(blob)", "--to=/workspace",
                "--token-file=/slipway/token",
            ] + (settings.certificateAuthority == nil ? [] : ["--certificate-authority=/slipway/\(Self.authority)"]),
            resources: .init(limits: ["cpu": "1", "memory": "256Mi"], requests: ["cpu": "10m", "memory": "32Mi"]),
            securityContext: .init(readOnlyRootFilesystem: true, runAsUser: 0),
            volumeMounts: [.init(name: "workspace", mountPath: "/workspace"), .init(name: "token", mountPath: "/slipway", readOnly: true)])
    }

    private func executor(_ build: Build, _ dockerfile: String) -> Container {
        let memory = settings.limits.memory
        var mounts: [Container.VolumeMount] = [
            .init(name: "workspace", mountPath: "/workspace"), .init(name: "docker", mountPath: "/kaniko/.docker", readOnly: true),
        ]
        // What is mounted is in no snapshot.
        if !build.request.variables.isEmpty { mounts.append(.init(name: "variables", mountPath: BuildVariables.folder, readOnly: true)) }
        return Container(
            name: KanikoNames.executor, image: settings.image, args: arguments(build, dockerfile),
            envFrom: environment.isEmpty ? nil : [.init(secret: KanikoNames.environment(build))],
            resources: .init(
                limits: ["cpu": "\(settings.cpuMillis)m", "memory": "\(memory)", "ephemeral-storage": settings.storage],
                requests: [
                    "cpu": "\(max(1, settings.cpuMillis * settings.reservePercent / 100))m",
                    "memory": "\(max(1, memory / 100 * settings.reservePercent))",
                ]),
            securityContext: .init(runAsUser: 0, capabilities: .init(drop: ["ALL"], add: settings.capabilities)),
            volumeMounts: mounts)
    }

    private func arguments(_ build: Build, _ dockerfile: String) -> [String] {
        var arguments = [
            "--context=dir:///workspace", "--dockerfile=/workspace/\(dockerfile)",
            "--destination=\(settings.podRegistry)/\(settings.place.repository("\(build.project)/\(build.app)")):\(build.id)", "--digest-file=/dev/termination-log",
            "--log-format=json", "--push-retry=3", "--image-download-retry=2",
        ]
        if settings.isPlainHTTP { arguments.append("--insecure-registry=\(settings.podRegistry)") }
        if settings.certificateAuthority != nil {
            let names = Set([settings.place.host, settings.podRegistry]).sorted()
            arguments += names.map { "--registry-certificate=\($0)=/kaniko/.docker/\(Self.authority)" }
        }
        if settings.podRegistry != settings.place.host { arguments.append("--registry-map=\(settings.place.host)=\(settings.podRegistry)") }
        if let cache = cacheRepository(of: build.project) {
            let hours = max(1, settings.limits.cacheAge.components.seconds / 3_600)
            arguments += ["--cache=true", "--cache-repo=\(settings.podRegistry)/\(cache)", "--cache-ttl=\(hours)h"]
        }
        arguments += build.labels(installation).sorted { $0.key < $1.key }.map { "--label=\($0.key)=\($0.value)" }
        // Without values, which it takes from its environment: arguments are there for all to read.
        arguments += environment.keys.sorted().map { "--build-arg=\($0)" }
        return arguments + settings.arguments
    }
}
