import Core
import Kubernetes
import KubernetesClient
import Synchronization

/// What kubelets complain of: why a probe fails, why a volume or a network is not there. Events alone tell it.
///
/// Events are many, and nobody here watches them: one question a namespace every few seconds, however many Pods wait and whoever asks.
final class PodComplaints: Sendable {
    private struct Answer {
        var events: [ObjectEvent] = []
        var askedAt: ContinuousClock.Instant
    }

    private static let validity = Duration.seconds(2)
    /// Of a namespace where nobody has waited for this long nothing is kept.
    private static let memory = Duration.seconds(60)

    private let answers = Mutex<[String: Answer]>([:])

    /// As they were a moment ago; what was known before, where the server does not say.
    func events(in namespace: String, _ client: KubernetesClient) async -> [ObjectEvent] {
        let known: [ObjectEvent]? = answers.withLock { answers in
            let now = ContinuousClock.now
            answers = answers.filter { now - $0.value.askedAt < Self.memory }
            if let answer = answers[namespace], now - answer.askedAt < Self.validity { return answer.events }
            answers[namespace, default: Answer(askedAt: now)].askedAt = now
            return nil
        }
        if let known { return known }
        let scope = ResourceScope(namespace: namespace, fields: ["type": "Warning", "involvedObject.kind": Pod.kind])
        let told = try? await client.list(ObjectEvent.self, scope, deadline: .seconds(3)).items
        return answers.withLock { answers in
            if let told { answers[namespace]?.events = told }
            return answers[namespace]?.events ?? []
        }
    }
}
