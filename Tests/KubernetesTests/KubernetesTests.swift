import Core
import Foundation
import Kubernetes
import Testing

@Suite struct KubernetesTests {
    private func decode<Object: KubernetesObject>(_ text: String, as: Object.Type = Object.self) throws -> Object {
        try JSONDecoder().decode(Object.self, from: Data(text.utf8))
    }

    private func json(_ object: some Encodable) throws -> JSONValue {
        try JSONValue(parsing: Array(JSONEncoder().encode(object)))
    }

    /// The paths at which `part` says something that `whole` does not say. Fields that only `whole` has are the server's own.
    private func differences(_ part: JSONValue, from whole: JSONValue?, at path: String = "") -> [String] {
        switch (part, whole) {
        case (.object(let members), .object(let others)):
            return members.flatMap { differences($0.value, from: others[$0.key], at: "\(path)/\($0.key)") }
        case (.array(let elements), .array(let others)) where elements.count == others.count:
            return zip(elements, others).enumerated().flatMap { differences($1.0, from: $1.1, at: "\(path)/\($0)") }
        case (.string(let text), .string(let other)) where path.hasSuffix("Timestamp") || path.hasSuffix("Time"):
            // We write microseconds, the server whole seconds: the moment counts.
            return Timestamp(rfc3339: text) == Timestamp(rfc3339: other) ? [] : [path]
        default: return part == whole ? [] : [path]
        }
    }

    private func roundTrip<Object: KubernetesObject>(_ text: String, as type: Object.Type) throws -> Object {
        let object = try decode(text, as: type)
        let encoded = try json(object)
        #expect(differences(encoded, from: try JSONValue(parsing: text)) == [])
        #expect(encoded["kind"]?.string == type.kind)
        #expect(encoded["apiVersion"]?.string == type.apiVersion)
        #expect(try decode(encoded.encoded(), as: type) == object)
        return object
    }

    @Test func `a Deployment comes back as the server said it`() throws {
        let deployment = try roundTrip(Facts.deployment, as: Deployment.self)
        #expect(deployment.metadata.name == "web")
        #expect(deployment.metadata.generation == 4)
        #expect(deployment.metadata.labels?["app.kubernetes.io/managed-by"] == "slipway")
        #expect(deployment.spec.replicas == 3)
        #expect(deployment.spec.strategy?.rollingUpdate?.maxSurge == .string("25%"))
        let pod = deployment.spec.template.spec
        #expect(pod.securityContext?.runAsUser == 10001)
        #expect(pod.securityContext?.seccompProfile?.type == "RuntimeDefault")
        #expect(pod.terminationGracePeriodSeconds == 30)
        let container = try #require(pod.containers.first)
        #expect(container.command == ["/bin/sh", "-c", "sleep 600"])
        #expect(container.ports?.first?.containerPort == 8080)
        #expect(container.env == [.init(name: "PORT", value: "8080")])
        #expect(container.resources?.limits == ["memory": "64Mi"])
        #expect(container.readinessProbe?.httpGet?.port == .string("http"))
        #expect(container.securityContext?.capabilities?.drop == ["ALL"])
        #expect(container.args == nil)
    }

    @Test func `the other kinds come back as the server said them`() throws {
        #expect(try roundTrip(Facts.namespace, as: Namespace.self).metadata.labels?.count == 3)
        #expect(try roundTrip(Facts.configMap, as: ConfigMap.self).data == ["EMPTY": "", "GREETING": "hello"])
        #expect(try roundTrip(Facts.secret, as: Secret.self).data == ["TOKEN": "czNjcmV0"])
        let service = try roundTrip(Facts.service, as: Service.self)
        #expect(service.spec.ports?.first?.targetPort == .string("http"))
        #expect(service.spec.selector == ["app.kubernetes.io/name": "web"])
        let ingress = try roundTrip(Facts.ingress, as: Ingress.self)
        #expect(ingress.spec.rules?.first?.http?.paths.first?.backend.service?.port.name == "http")
        #expect(ingress.spec.tls?.first?.secretName == "web-tls")
    }

    @Test func `what is rendered is what the API takes, and nothing that is not said`() throws {
        let deployment = Deployment(
            metadata: ObjectMeta(name: "web", namespace: "demo", labels: ["a": "b"]),
            spec: .init(
                replicas: 2, selector: LabelSelector(matchLabels: ["a": "b"]),
                template: PodTemplateSpec(
                    metadata: .init(labels: ["a": "b"]),
                    spec: PodSpec(containers: [
                        Container(
                            name: "app", image: "registry/web@sha256:1", envFrom: [.init(configMap: "c"), .init(secret: "s")],
                            readinessProbe: Probe(tcpSocket: .init(port: .int(8080)), periodSeconds: 1),
                            lifecycle: Lifecycle(preStop: .init(sleep: .init(seconds: 5))))
                    ])),
                strategy: .withoutGap))
        let expected = """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"labels":{"a":"b"},"name":"web","namespace":"demo"},
            "spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},
            "strategy":{"rollingUpdate":{"maxSurge":"100%","maxUnavailable":0},"type":"RollingUpdate"},
            "template":{"metadata":{"labels":{"a":"b"}},"spec":{"automountServiceAccountToken":false,
            "containers":[{"envFrom":[{"configMapRef":{"name":"c"}},{"secretRef":{"name":"s"}}],"image":"registry/web@sha256:1",
            "lifecycle":{"preStop":{"sleep":{"seconds":5}}},"name":"app",
            "readinessProbe":{"periodSeconds":1,"tcpSocket":{"port":8080}}}],"enableServiceLinks":false}}}}
            """
        #expect(try json(deployment) == JSONValue(parsing: expected))
    }

    @Test func `an item of a list has no kind of its own, and is read all the same`() throws {
        let item = "{\"metadata\":{\"name\":\"web\",\"namespace\":\"rec-demo\"},\"data\":{\"A\":\"1\"}}"
        #expect(try decode(item, as: ConfigMap.self).data == ["A": "1"])
    }

    @Test func `a secret does not describe itself`() throws {
        let secret = try decode(Facts.secret, as: Secret.self)
        for text in ["\(secret)", String(reflecting: secret), String(reflecting: DesiredObject.secret(secret)), "\([secret])"] {
            #expect(!text.contains("czNjcmV0"))
        }
    }

    @Test func `a desired object is named by its kind`() throws {
        let object = DesiredObject.ingress(try decode(Facts.ingress, as: Ingress.self))
        #expect(object.kind == "Ingress")
        #expect(object.metadata.name == "web")
    }
}
