import Core
import Foundation
import KubernetesClient
import Testing

@Suite struct ConfigurationTests {
    private func read(_ text: String, context: String? = nil) throws -> KubernetesConfiguration {
        try KubernetesConfiguration.kubeconfig(Array(text.utf8), folder: "/etc/kube", context: context)
    }

    private func refusal(_ text: String, context: String? = nil) -> String {
        do {
            _ = try read(text, context: context)
            return "accepted"
        } catch {
            return "\(error)"
        }
    }

    private func text(_ material: KubernetesConfiguration.Material?) -> String? {
        switch material {
        case .inline(let bytes): String(decoding: bytes.reveal(), as: UTF8.self)
        case .file(let path): "file \(path)"
        case nil: nil
        }
    }

    private let file = """
        # As kubectl writes it, and as people then edit it.
        apiVersion: v1
        clusters:
        - cluster:
            certificate-authority-data: Q0E=
            server: https://10.0.0.1:6443/
          name: kind
        - name: "other one"   # quoted
          cluster:
              certificate-authority: ca.crt
              server: 'https://[fd00::1]:6443/k8s/clusters/c-1'
        contexts:
          - context:
              cluster: kind
              namespace: apps
              user: admin
            name: kind-kind
          - {"name": "second", "context": {"cluster": "other one", "user": "robot"}}
        current-context: kind-kind
        kind: Config
        preferences: {}
        users:
        - name: admin
          user:
            client-certificate-data: |
              Q0VS
              VA==
            client-key-data: S0VZ
        - name: robot
          user:
            token: not-this-one
            tokenFile: /var/token
        - name: bare
          user:
            token: >-
              abc.def
        """

    @Test func `the current context is read, with what is inline`() throws {
        let configuration = try read(file)
        #expect(configuration.server == "https://10.0.0.1:6443")
        #expect(configuration.namespace == "apps")
        #expect(text(configuration.certificateAuthority) == "CA")
        #expect(text(configuration.clientCertificate) == "CERT")
        #expect(text(configuration.clientKey) == "KEY")
        #expect(configuration.token == nil)
    }

    @Test func `another context is read by name, with its files`() throws {
        let configuration = try read(file, context: "second")
        #expect(configuration.server == "https://[fd00::1]:6443/k8s/clusters/c-1")
        #expect(configuration.namespace == "default")
        #expect(text(configuration.certificateAuthority) == "file /etc/kube/ca.crt")
        #expect(text(configuration.token) == "file /var/token")
    }

    @Test func `JSON is a kubeconfig too`() throws {
        let configuration = try read(
            #"{"clusters":[{"name":"c","cluster":{"server":"https://k:1"}}],"contexts":[{"name":"x","context":{"cluster":"c"}}],"current-context":"x"}"#)
        #expect(configuration.server == "https://k:1")
    }

    @Test func `brackets need no quotation marks`() throws {
        let configuration = try read(
            """
            clusters: [{name: c, cluster: {server: https://10.0.0.1:6443, certificate-authority-data: "Q0E="}}]
            contexts:
            - {name: 'it''s x', context: {cluster: c, user: u, namespace: apps}}   # a remark
            - name: y
              context: {cluster: c,}
            current-context: it's x
            users:
            - name: u
              user: {token: a:b}
            """)
        #expect(configuration.server == "https://10.0.0.1:6443")
        #expect(text(configuration.certificateAuthority) == "CA")
        #expect(configuration.namespace == "apps")
        #expect(text(configuration.token) == "a:b")
        #expect(refusal("a: {b: 1").contains("does not end"))
        #expect(refusal("a: {b: 1, b: 2}").contains("twice"))
        #expect(refusal("a: [1, 2] 3").contains("something follows"))
        #expect(refusal("a: {b: *c}").contains("aliases"))
    }

    @Test(arguments: [
        ("exec:\n        command: aws\n        args:\n        - eks", "gets its credentials from a program (exec)"),
        ("auth-provider:\n        name: gcp", "gets its credentials from a program (auth-provider)"),
        ("username: me\n      password: secret", "has a password"),
        ("client-key-data: S0VZ", "without its key"),
        ("client-key-data: '%%%'\n      client-certificate-data: Q0E=", "client-key-data is not base64"),
        ("as: root", "impersonates"),
    ])
    func `what a service must not do is refused in a sentence`(user: String, expected: String) {
        let text = """
            clusters: [{"name": "c", "cluster": {"server": "https://k"}}]
            contexts: [{"name": "x", "context": {"cluster": "c", "user": "u"}}]
            current-context: x
            users:
            - name: u
              user:
                  \(user)
            """.replacing("      password", with: "      password")
        #expect(refusal(text.replacing("          ", with: "      ")).contains(expected))
    }

    @Test(arguments: [
        ("insecure-skip-tls-verify: true", "insecure-skip-tls-verify"),
        ("proxy-url: http://p", "proxy-url"),
        ("tls-server-name: k", "tls-server-name"),
    ])
    func `a cluster that cannot be trusted or reached as asked is refused`(setting: String, expected: String) {
        let text = """
            clusters:
            - name: c
              cluster:
                server: https://k
                \(setting)
            contexts: [{"name": "x", "context": {"cluster": "c"}}]
            current-context: x
            """
        #expect(refusal(text).contains(expected))
    }

    @Test func `what is missing is named, with what there is`() {
        #expect(refusal(file, context: "nowhere").contains(#"there is no context "nowhere"; the file has "kind-kind", "second""#))
        #expect(refusal("contexts: []").contains("there is no current-context"))
        #expect(refusal("a: 1\n\tb: 2").contains("line 2: a tab"))
        #expect(refusal("a: &x 1").contains("line 1: anchors"))
        #expect(refusal("a: 1\na: 2").contains(#"the key "a" is there twice"#))
        #expect(refusal("a: 1\n  b: 2").contains("indentation"))
        #expect(refusal("a: \"x").contains("quotation"))
        #expect(refusal("---\na: 1\n---\nb: 1").contains("second document"))
    }

    @Test func `a Pod finds its server, token and authority`() throws {
        let folder = NSTemporaryDirectory() + "sa-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let environment = ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "6443"]
        #expect(throws: KubernetesConfigurationError.self) { try KubernetesConfiguration.inCluster(environment: environment, folder: folder) }
        try "t".write(toFile: folder + "/token", atomically: true, encoding: .utf8)
        try "apps\n".write(toFile: folder + "/namespace", atomically: true, encoding: .utf8)
        let configuration = try KubernetesConfiguration.inCluster(environment: environment, folder: folder)
        #expect(configuration.server == "https://[fd00::1]:6443")
        #expect(configuration.namespace == "apps")
        #expect(text(configuration.token) == "file \(folder)/token")
        #expect(throws: KubernetesConfigurationError.self) { try KubernetesConfiguration.inCluster(environment: [:], folder: folder) }
    }
}
