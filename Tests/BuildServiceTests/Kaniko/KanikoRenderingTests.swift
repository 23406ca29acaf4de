import ContainerEngine
import Core
import Foundation
import Kubernetes
import Testing

@testable import BuildService

@Suite struct KanikoRenderingTests {
    private func build(attempt: Int = 1, project: String = "acme") throws -> Build {
        var request = BuildRequest()
        request.projectName = project
        return Build(
            id: BuildID(), project: ProjectID(), app: AppID(), commit: String(repeating: "ab", count: 20), settingsHash: "h", branch: "main",
            request: request, status: .building, attempt: attempt, crashes: 0, commitMessage: "", plan: "", image: "", exposedPort: 0,
            procfileCommand: "", imageUser: "", stepsDone: 0, stepsTotal: 0, created: .now(), job: "", fence: 1)
    }

    private func settings(_ change: (inout KanikoRendering.Settings) -> Void = { _ in }) -> KanikoRendering.Settings {
        var settings = KanikoRendering.Settings()
        (settings.image, settings.sourceImage) = ("registry.test/kaniko:1", "registry.test/slipway:1")
        (settings.place, settings.podRegistry) = (RegistryPlace(host: "127.0.0.1:5000"), "10.0.0.9:5000")
        settings.priorityClass = "slipway-build"
        change(&settings)
        return settings
    }

    private func job(_ build: Build, _ settings: KanikoRendering.Settings) -> Job {
        KanikoRendering(installation: "i1", settings: settings).job(
            build, StoredSource(build: build.id, attempt: build.attempt, repository: KanikoNames.sourceRepository(build, in: settings.place), digest: "sha256:m"),
            blob: "sha256:b", dockerfile: "web/Dockerfile", steps: 4)
    }

    private func json(_ object: some Encodable) throws -> JSONValue {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        return try JSONValue(parsing: Array(try encoder.encode(object)))
    }

    @Test func `a Pod of a build keeps to the baseline, has no token and ends in time`() throws {
        let build = try build()
        let job = job(build, settings { $0.hostUsers = false })
        let pod = job.spec.template.spec
        #expect(Baseline.violations(try json(pod)).isEmpty)
        #expect(pod.automountServiceAccountToken == false && pod.serviceAccountName == nil && pod.hostUsers == false)
        #expect(pod.priorityClassName == "slipway-build" && pod.restartPolicy == "Never")
        #expect(job.spec.backoffLimit == 0 && job.spec.activeDeadlineSeconds == 1_800 && job.spec.suspend == true)
        for container in pod.containers + (pod.initContainers ?? []) {
            #expect(container.resources?.limits?["memory"] != nil && container.resources?.limits?["cpu"] != nil)
            #expect(container.securityContext?.allowPrivilegeEscalation == false && container.securityContext?.capabilities?.drop == ["ALL"])
        }
        #expect(pod.initContainers?.first?.securityContext?.capabilities?.add == nil)
        #expect(pod.containers.first?.securityContext?.capabilities?.add == KanikoConfiguration.capabilities)
    }

    @Test func `variables are files that no part of the Job tells the contents of`() throws {
        var build = try build()
        #expect(job(build, settings()).spec.template.spec.volumes?.contains { $0.name == "variables" } == false)
        build.request.variables = ["NPM_TOKEN", "OTHER"]
        let job = job(build, settings()), pod = job.spec.template.spec
        #expect(Baseline.violations(try json(pod)).isEmpty)
        let volume = try #require(pod.volumes?.first { $0.name == "variables" }?.secret)
        #expect(volume.secretName == "\(job.metadata.name)-variables" && volume.defaultMode == 0o400 && volume.items?.map(\.path) == ["NPM_TOKEN", "OTHER"])
        let mount = try #require(pod.containers.first?.volumeMounts?.first { $0.name == "variables" })
        #expect(mount.mountPath == "/run/secrets" && mount.readOnly == true)
        #expect(pod.initContainers?.first?.volumeMounts?.contains { $0.name == "variables" } == false)
        let variables = BuildVariables(["NPM_TOKEN": Core.Secret("hush-hush"), "OTHER": Core.Secret("more of it")])
        let secrets = KanikoRendering(installation: "i1", settings: settings()).secrets(build, .init(), variables, of: job)
        let secret = try #require(secrets.first { $0.metadata.name == volume.secretName })
        #expect(secret.data?.mapValues { Data(base64Encoded: $0).map { String(decoding: $0, as: UTF8.self) } } == ["NPM_TOKEN": "hush-hush", "OTHER": "more of it"])
        #expect(secret.metadata.ownerReferences?.first?.kind == "Job")
        let text = try json(job).encoded()
        for form in ["hush-hush", Data("hush-hush".utf8).base64EncodedString()] { #expect(!text.contains(form)) }
    }

    @Test func `its name and labels say which attempt it is, and no Pod is taken for an instance`() throws {
        let build = try build(attempt: 3)
        let job = job(build, settings())
        #expect(job.metadata.name == "build-\(build.id)-3" && job.metadata.name.count <= 63)
        #expect(job.metadata.labels?["slipway.app"] == build.app.description)
        let labels = job.spec.template.metadata.labels ?? [:]
        #expect(labels["slipway.installation"] == "i1" && labels["slipway.build"] == build.id.description && labels["slipway.attempt"] == "3")
        #expect(labels["slipway.app"] == nil && labels["slipway.project"] == nil)
    }

    @Test func `each container sees its own credential, and none is in an argument`() throws {
        let build = try build()
        let rendering = KanikoRendering(
            installation: "i1",
            settings: settings { $0.limits.environment = ["HTTP_PROXY": "http://me:hush@proxy:3128", "PIP_INDEX_URL": "https://u:secret@mirror"] })
        var job = job(build, rendering.settings)
        job.metadata.uid = "u1"
        let secrets = rendering.secrets(build, .init(source: Core.Secret("read-one"), executor: Core.Secret("push-one")), of: job)
        #expect(secrets.allSatisfy { $0.metadata.ownerReferences?.first?.uid == "u1" })
        let pod = try json(job.spec.template.spec)
        for word in ["hush", "secret@", "read-one", "push-one"] { #expect(!pod.encoded().contains(word)) }
        let data = try #require(secrets.first?.data)
        func text(_ key: String) -> String { String(decoding: Data(base64Encoded: data[key] ?? "") ?? Data(), as: UTF8.self) }
        #expect(text("token") == "read-one" && text("config.json") == #"{"auths":{"10.0.0.9:5000":{"registrytoken":"push-one"}}}"#)
        let volumes = job.spec.template.spec.volumes ?? []
        #expect(volumes.first { $0.name == "token" }?.secret?.items?.map(\.key) == ["token"])
        #expect(volumes.first { $0.name == "docker" }?.secret?.items?.map(\.key) == ["config.json"])
        let executor = try #require(job.spec.template.spec.containers.first)
        #expect(executor.volumeMounts?.map(\.name) == ["workspace", "docker"])
        #expect(job.spec.template.spec.initContainers?.first?.volumeMounts?.map(\.name) == ["workspace", "token"])
        #expect(executor.args?.contains("--build-arg=HTTP_PROXY") == true && executor.envFrom?.first?.secretRef?.name == "\(job.metadata.name)-env")
        let environment = try #require(secrets.last?.data)
        #expect(environment["NO_PROXY"] == Data("10.0.0.9".utf8).base64EncodedString())
    }

    @Test func `an authority of the registry's own is a file beside what each container shows it`() throws {
        let build = try build()
        let chosen = settings { $0.certificateAuthority = Array("-----BEGIN CERTIFICATE-----".utf8) }
        var job = job(build, chosen)
        job.metadata.uid = "u1"
        let pod = job.spec.template.spec
        #expect(Baseline.violations(try json(pod)).isEmpty)
        let items = (pod.volumes ?? []).compactMap { volume in volume.secret.map { (volume.name, $0.items?.map(\.path) ?? []) } }
        #expect(Dictionary(items) { first, _ in first } == ["token": ["token", "ca.crt"], "docker": ["config.json", "ca.crt"]])
        #expect(pod.initContainers?.first?.args?.contains("--certificate-authority=/slipway/ca.crt") == true)
        let arguments = pod.containers.first?.args ?? []
        for name in ["127.0.0.1:5000", "10.0.0.9:5000"] { #expect(arguments.contains("--registry-certificate=\(name)=/kaniko/.docker/ca.crt")) }
        let data = KanikoRendering(installation: "i1", settings: chosen).secrets(build, .init(), of: job).first?.data
        #expect(data?["ca.crt"] == Data("-----BEGIN CERTIFICATE-----".utf8).base64EncodedString())
        let without = KanikoRendering(installation: "i1", settings: settings()).secrets(build, .init(), of: job).first?.data
        #expect(without?.keys.sorted() == ["config.json", "token"])
    }

    @Test func `layers are cached for a project alone`() throws {
        let (one, other) = (try build(), try build())
        let rendering = KanikoRendering(installation: "i1", settings: settings())
        #expect(rendering.cacheRepository(of: one.project) != rendering.cacheRepository(of: other.project))
        let arguments = job(one, settings()).spec.template.spec.containers.first?.args ?? []
        #expect(arguments.contains("--cache-repo=10.0.0.9:5000/\(one.project)/cache"))
        #expect(arguments.contains("--registry-map=127.0.0.1:5000=10.0.0.9:5000"))
        #expect(arguments.contains("--destination=10.0.0.9:5000/\(one.project)/\(one.app):\(one.id)"))
        let without = job(one, settings { $0.cacheRepository = nil }).spec.template.spec.containers.first?.args ?? []
        #expect(!without.contains("--cache=true"))
    }

    @Test func `in a registry that others are in as well, all that is written lies below our path`() throws {
        let build = try build()
        let job = job(build, settings { $0.place = RegistryPlace(host: "127.0.0.1:5000", path: "acme/slipway") })
        let pod = job.spec.template.spec
        let (arguments, unpacking) = (pod.containers.first?.args ?? [], pod.initContainers?.first?.args ?? [])
        #expect(arguments.contains("--destination=10.0.0.9:5000/acme/slipway/\(build.project)/\(build.app):\(build.id)"))
        #expect(arguments.contains("--cache-repo=10.0.0.9:5000/acme/slipway/\(build.project)/cache"))
        #expect(arguments.contains("--registry-map=127.0.0.1:5000=10.0.0.9:5000"))
        #expect(unpacking.first?.contains("//10.0.0.9:5000/v2/acme/slipway/\(build.project)/\(build.app)/source-\(build.id)/blobs/") == true)
    }

    @Test func `a build reaches names, the registry and the internet, and nobody reaches it`() throws {
        let build = try build()
        func policy(_ change: (inout KanikoRendering.Settings) -> Void) -> NetworkPolicy {
            KanikoRendering(installation: "i1", settings: settings(change)).walls(of: build).1
        }
        let usual = policy { $0.privateNetworks = ["10.0.0.0/8"] }
        #expect(usual.spec.ingress == [] && usual.spec.policyTypes == ["Ingress", "Egress"])
        #expect(usual.spec.egress?[1].to?.first?.ipBlock?.cidr == "10.0.0.9/32" && usual.spec.egress?[1].ports?.first?.port == .int(5000))
        #expect(usual.spec.egress?[2].to?.first?.ipBlock?.except == ["10.0.0.0/8"])
        #expect(policy { $0.limits.network = .none }.spec.egress?.count == 2)
        let named = policy { $0.podRegistry = "registry.slipway.svc:5000" }
        #expect(named.spec.egress?[1].to == [.init(namespaceSelector: LabelSelector(matchLabels: nil))])
    }

    /// Left where the published schemas are held against objects, if somebody wants that.
    @Test func `whatever is set, it is a Job and keeps to the baseline`() throws {
        let folder = ProcessInfo.processInfo.environment["SLIPWAY_RENDER_TO"]
        for number in 0..<40 {
            let build = try build(attempt: number + 1, project: String(repeating: "p", count: number % 30 + 1))
            let chosen = settings {
                $0.hostUsers = number.isMultiple(of: 2)
                $0.priorityClass = number.isMultiple(of: 3) ? nil : "low"
                $0.cacheRepository = number.isMultiple(of: 5) ? nil : "{project}/layers"
                $0.isPlainHTTP = number.isMultiple(of: 2)
                $0.limits.environment = number.isMultiple(of: 4) ? [:] : ["A": "b"]
                $0.limits.network = [.isolated, .host, .none][number % 3]
                $0.namespacePrefix = String(repeating: "x", count: number % 20 + 1)
                $0.cpuMillis = Int64(number * 100 + 1)
            }
            let rendering = KanikoRendering(installation: "i1", settings: chosen)
            var job = job(build, chosen)
            #expect(Baseline.violations(try json(job.spec.template.spec)).isEmpty)
            #expect(rendering.namespace(of: build).count <= 63)
            job.metadata.uid = "u"
            let (namespace, policy) = rendering.walls(of: build)
            let secrets = rendering.secrets(build, .init(source: nil, executor: nil), of: job)
            job.metadata.uid = nil
            guard let folder else { continue }
            let all: [any KubernetesObject] = [namespace, policy, job, rendering.priorityClass("low")] + secrets
            for (index, object) in all.enumerated() {
                try Data(try json(object).encodedBytes()).write(to: URL(filePath: "\(folder)/build-\(number)-\(index).json"))
            }
        }
    }
}

/// The `baseline` profile of the Pod Security Standards (Kubernetes 1.30), read off its page, over JSON: it knows nothing of how objects
/// are rendered.
enum Baseline {
    private static let capabilities: Set = [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID",
        "SYS_CHROOT",
    ]

    static func violations(_ pod: JSONValue) -> [String] {
        var found: [String] = []
        for key in ["hostNetwork", "hostPID", "hostIPC"] where pod[key]?.bool ?? false { found.append(key) }
        for volume in pod["volumes"]?.array ?? [] where volume["hostPath"] != nil { found.append("hostPath") }
        let containers = ["initContainers", "containers"].flatMap { pod[$0]?.array ?? [] }
        if containers.isEmpty { found.append("no containers") }
        for container in containers {
            let own = container["securityContext"] ?? .null
            if own["privileged"]?.bool ?? false { found.append("privileged") }
            for name in own["capabilities"]?["add"]?.array ?? [] where !capabilities.contains(name.string ?? "") { found.append("capability") }
            let seccomp = (own["seccompProfile"] ?? pod["securityContext"]?["seccompProfile"])?["type"]?.string
            if let seccomp, !["RuntimeDefault", "Localhost"].contains(seccomp) { found.append("seccomp") }
            if let mount = own["procMount"]?.string, mount != "Default" { found.append("procMount") }
            for port in container["ports"]?.array ?? [] where (port["hostPort"]?.int ?? 0) != 0 { found.append("hostPort") }
        }
        return found
    }

    static let example: JSONValue = [
        "hostNetwork": true, "volumes": [["hostPath": ["path": "/"]]],
        "containers": [["securityContext": ["privileged": true, "capabilities": ["add": ["SYS_ADMIN"]], "seccompProfile": ["type": "Unconfined"]]]],
    ]
}

@Suite struct BaselineTests {
    @Test func `the checker itself is not blind`() {
        #expect(Baseline.violations(Baseline.example) == ["hostNetwork", "hostPath", "privileged", "capability", "seccomp"])
    }
}
