internal import CNats
internal import Core
internal import Synchronization

/// What became of one request.
enum Outcome: Sendable {
    case reply([UInt8])
    /// The server knows nobody who listens: nothing ran.
    case noResponders
    /// It did not leave: nothing ran.
    case notSent(Fault)
    /// The connection broke while we waited; whether it ran is unknown.
    case lost
    /// The server does not let us say that.
    case refused
    case timedOut
    case cancelled
}

/// The requests of one caller that are still open. One wildcard subscription serves them all, so that a request costs no
/// subscription and no thread; the last token of the reply subject says which request a reply is for.
///
/// A slot ends exactly once: by reply, deadline, cancellation or loss of the connection, whichever takes it out of the table.
final class Inbox: Sendable {
    private struct Slot {
        let subject: String
        let continuation: CheckedContinuation<Outcome, Never>
    }

    private struct Inside {
        var next: UInt64 = 0
        var slots: [UInt64: Slot] = [:]
    }

    /// "_INBOX_build.Zm9v": the random part keeps other processes' guesses out.
    let prefix: String
    private let inside = Mutex(Inside())
    private let opened = Atomic(false)

    init(service: String) {
        prefix = "_INBOX_\(service).\(Random.token(12))"
    }

    var subject: String { prefix + ".*" }

    func replySubject(_ token: UInt64) -> String { prefix + "." + String(token, radix: 36) }

    /// Whether replies are heard. A connection that was lost takes its subscriptions along to the next.
    var isOpen: Bool { opened.load(ordering: .acquiring) }

    func didOpen() { opened.store(true, ordering: .releasing) }

    /// Open slots; none when nothing leaks.
    var count: Int { inside.withLock { $0.slots.count } }

    /// Opens a slot, lets `send` send the request, and returns what became of it. `send` must not wait: the task is
    /// suspended already, so that a request costs its caller one suspension and not one to send and one to wait.
    func outcome(_ subject: String, _ send: (UInt64) -> Void) async -> Outcome {
        let token = inside.withLock { inside in
            inside.next += 1
            return inside.next
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                inside.withLock { $0.slots[token] = Slot(subject: subject, continuation: continuation) }
                // A cancellation that came before the slot did has found nothing to end.
                if Task.isCancelled { end(token, .cancelled) } else { send(token) }
            }
        } onCancel: {
            end(token, .cancelled)
        }
    }

    func end(_ token: UInt64, _ outcome: Outcome) {
        inside.withLock { $0.slots.removeValue(forKey: token) }?.continuation.resume(returning: outcome)
    }

    func failAll(_ outcome: Outcome) {
        for token in inside.withLock({ Array($0.slots.keys) }) { end(token, outcome) }
    }

    /// The server refused to take a message for this subject.
    func fail(subject refused: String) {
        let tokens = inside.withLock { $0.slots.filter { $0.value.subject == refused }.keys }
        for token in tokens { end(token, .refused) }
    }

    /// On the delivery thread: the waiting task is resumed from right here.
    func receive(_ message: OpaquePointer) {
        let subject = String(cString: natsMsg_GetSubject(message))
        guard let dot = subject.lastIndex(of: "."), let token = UInt64(subject[subject.index(after: dot)...], radix: 36) else { return }
        end(token, natsMsg_IsNoResponders(message) ? .noResponders : .reply(NATSMessage.body(of: message)))
    }
}
