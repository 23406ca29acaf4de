import Core
import Crypto
import Foundation
import Kubernetes

/// Renders a sealed release: the one place that says what an app's release amounts to, whichever runtime makes it true.
///
/// Pure: equal input, equal objects. What an app's variables hold is in the ConfigMap where it may be seen and in the
/// Secret where it may not; a rollback finds the old ones by their names. The ConfigMap's has the hash of what is in it. The Secret's
/// has the release, whose variables are sealed: names are for everybody to see, and a hash of a short password tells the password.
struct Rendering: Sendable {
    var installation: String
    var app: AppRecord
    var deployment: DeploymentID
    var release: Release
    /// The release's variables, opened.
    var variables: [OpenedValue]

    /// What the one container of a Pod is called.
    static let container = "app"

    /// A variable in the clear: lives as long as a container takes to make.
    struct OpenedValue: Sendable, Equatable {
        var key: String
        var isSecret: Bool
        var value: String
    }

    var objects: DesiredObjects {
        let configMap = ConfigMap(metadata: meta("\(app.name)-\(hash(of: plain))"), data: plain, immutable: true)
        let secret = Kubernetes.Secret(
            metadata: meta("\(app.name)-\(release.number)-\(app.id.description.suffix(6))"),
            data: confidential.isEmpty ? nil : confidential.mapValues { Data($0.utf8).base64EncodedString() }, immutable: true)
        return DesiredObjects(
            deployment: workload(configMap: configMap.metadata.name, secret: secret.metadata.name), service: service, ingress: ingress,
            configMap: configMap, secret: secret)
    }

    /// Deployment, release and instance vary while the app stays: what selects must not.
    private var selector: [String: String] { [Labels.app: app.id.description] }

    private var labels: [String: String] {
        Labels.ofRelease(release.number, deployment: deployment, app, installation: installation)
    }

    private func meta(_ name: String) -> ObjectMeta {
        ObjectMeta(name: name, namespace: "slipway-\(app.projectName)", labels: labels)
    }

    private func workload(configMap: String, secret: String) -> Kubernetes.Deployment {
        let user = UserOfImage(release.run.imageUser)
        let pod = PodSpec(
            containers: [container(configMap: configMap, secret: secret)],
            securityContext: PodSecurityContext(
                runAsNonRoot: true, runAsUser: Int64(user.user), runAsGroup: user.group.map(Int64.init),
                seccompProfile: .init(type: "RuntimeDefault"),
                sysctls: [.init(name: "net.ipv4.ip_unprivileged_port_start", value: "0")]),
            volumes: release.run.isReadOnly ? [Volume(name: "tmp")] : nil, terminationGracePeriodSeconds: 10)
        return Kubernetes.Deployment(
            metadata: meta(app.name),
            spec: .init(
                replicas: app.scale, selector: LabelSelector(matchLabels: selector),
                template: PodTemplateSpec(metadata: .init(labels: labels), spec: pod), strategy: .withoutGap))
    }

    private func container(configMap: String, secret: String) -> Container {
        let run = release.run
        let limits = ["cpu": run.cpu, "memory": run.memory]
        return Container(
            name: Self.container, image: release.image, command: StartCommand.words(run.command), ports: [.init(containerPort: run.port)],
            envFrom: [.init(configMap: configMap), .init(secret: secret)], resources: .init(limits: limits, requests: limits),
            securityContext: .init(readOnlyRootFilesystem: run.isReadOnly), readinessProbe: probe,
            volumeMounts: run.isReadOnly ? [.init(name: "tmp", mountPath: "/tmp")] : nil)
    }

    private var probe: Probe {
        let port = IntOrString.int(release.run.port)
        let path = release.run.healthPath
        return path.isEmpty
            ? Probe(tcpSocket: .init(port: port), periodSeconds: 1)
            : Probe(httpGet: .init(path: path, port: port), periodSeconds: 1)
    }

    private var service: Kubernetes.Service {
        Kubernetes.Service(
            metadata: meta(app.name), spec: .init(selector: selector, ports: [.init(port: 80, targetPort: .int(release.run.port))]))
    }

    private var ingress: Ingress {
        let backend = Ingress.Backend(service: .init(name: app.name, port: .init(number: 80)))
        return Ingress(
            metadata: meta(app.name), spec: .init(rules: [.init(host: app.host, http: .init(paths: [.init(backend: backend)]))]))
    }

    /// What may be seen: the plain variables and what Slipway says of the release. Ours win.
    private var plain: [String: String] {
        var values = Dictionary(variables.filter { !$0.isSecret }.map { ($0.key, $0.value) }) { _, last in last }
        values["PORT"] = String(release.run.port)
        values["SLIPWAY_APP"] = app.name
        values["SLIPWAY_PROJECT"] = app.projectName
        values["SLIPWAY_RELEASE"] = String(release.number)
        values["SLIPWAY_COMMIT"] = release.commit ?? ""
        let hasHome = variables.contains { $0.key == "HOME" }
        if !hasHome, !UserOfImage(release.run.imageUser).isOwn { values["HOME"] = "/tmp" }
        return values
    }

    private var confidential: [String: String] {
        Dictionary(variables.filter(\.isSecret).map { ($0.key, $0.value) }) { _, last in last }
    }

    private func hash(of values: [String: String]) -> String {
        let text = JSONValue.object(values.mapValues { .string($0) }).encoded()
        return Hex.encode(Array(SHA256.hash(data: Data(text.utf8)))).prefix(10).description
    }
}
