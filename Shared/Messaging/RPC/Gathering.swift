package import Core
internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// Asks everybody who listens on some subjects, and gathers their answers: the question for which one replica's answer is
/// not enough. Answers come to one subscription that lives as long as the connection; the last token says to which question.
package final class Gathering: Service, Sendable {
    private struct Inside {
        var next: UInt64 = 0
        var answers: [UInt64: [[UInt8]]] = [:]
        var nudges: [UInt64: Nudge] = [:]
    }

    /// More than any installation has processes: what comes beyond is not kept.
    private static let most = 1_000

    private let nats: NATSConnection
    private let prefix: String
    private let inside = Mutex(Inside())

    package init(nats: NATSConnection, service: String) {
        self.nats = nats
        prefix = "_INBOX_\(service).\(Random.token(12))"
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown { [self] in
            let answers = try await nats.subscribe(prefix + ".*", capacity: 64)
            for await answer in answers {
                defer { answers.done() }
                guard let token = answer.subject.split(separator: ".").last.flatMap({ UInt64($0, radix: 36) }) else { continue }
                inside.withLock { inside in
                    guard let known = inside.answers[token], known.count < Self.most else { return nil as Nudge? }
                    inside.answers[token]?.append(answer.body)
                    return inside.nudges[token]
                }?()
            }
        }
    }

    /// What was answered until `isAll` says that nobody is missing, or until the time is over.
    package func ask(
        _ subjects: [String], _ body: [UInt8], within patience: Duration, until isAll: @Sendable ([[UInt8]]) -> Bool
    ) async throws(Fault) -> [[UInt8]] {
        let nudge = Nudge()
        let token = inside.withLock { inside in
            inside.next += 1
            inside.answers[inside.next] = []
            inside.nudges[inside.next] = nudge
            return inside.next
        }
        defer {
            inside.withLock { inside in
                inside.answers[token] = nil
                inside.nudges[token] = nil
            }
        }
        for subject in subjects { try nats.publish(subject, reply: prefix + "." + String(token, radix: 36), body) }
        let deadline = Deadline.after(patience)
        while true {
            let answers = inside.withLock { $0.answers[token] ?? [] }
            if isAll(answers) || deadline.hasPassed || Task.isCancelled { return answers }
            await nudge.wait(atMost: deadline.remaining)
        }
    }
}
