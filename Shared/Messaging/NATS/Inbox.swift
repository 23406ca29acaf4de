internal import CNats
internal import Core
internal import Synchronization

/// What became of one request.
enum Outcome: Sendable {
    case reply([UInt8])
    /// The server knows nobody who listens: nothing ran.
    case noResponders
    /// The connection broke while we waited; whether it ran is unknown.
    case lost
    case refused
    case timedOut
    case cancelled
}

/// The requests of one caller that are still open. One wildcard subscription serves them all, so that a request costs no
/// subscription and no thread; the last token of the reply subject says which request a reply is for.
///
/// A slot ends exactly once: by reply, deadline, cancellation or loss of the connection, whichever takes it out of the table.
final class Inbox: Sendable {
    private enum Slot {
        case open(subject: String)
        case waiting(subject: String, CheckedContinuation<Outcome, Never>)
        case ended(Outcome)
    }

    private struct Inside {
        var next: UInt64 = 0
        var slots: [UInt64: Slot] = [:]
    }

    /// "_INBOX_build.Zm9v": the random part keeps other processes' guesses out.
    let prefix: String
    private let inside = Mutex(Inside())

    init(service: String) {
        prefix = "_INBOX_\(service).\(Random.token(12))"
    }

    var subject: String { prefix + ".*" }

    func replySubject(_ token: UInt64) -> String { prefix + "." + String(token, radix: 36) }

    /// Open slots; none when nothing leaks.
    var count: Int { inside.withLock { $0.slots.count } }

    func open(_ subject: String) -> UInt64 {
        inside.withLock { inside in
            inside.next += 1
            inside.slots[inside.next] = .open(subject: subject)
            return inside.next
        }
    }

    /// Gives the slot up without having waited.
    func close(_ token: UInt64) {
        inside.withLock { _ = $0.slots.removeValue(forKey: token) }
    }

    func outcome(_ token: UInt64) async -> Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let already: Outcome? = inside.withLock { inside in
                    switch inside.slots.removeValue(forKey: token) {
                    case .open(let subject):
                        inside.slots[token] = .waiting(subject: subject, continuation)
                        return nil
                    case .ended(let outcome): return outcome
                    case .waiting, nil: return .cancelled
                    }
                }
                if let already { continuation.resume(returning: already) }
            }
        } onCancel: {
            end(token, .cancelled)
        }
    }

    func end(_ token: UInt64, _ outcome: Outcome) {
        let waiting: CheckedContinuation<Outcome, Never>? = inside.withLock { inside in
            switch inside.slots[token] {
            case .open:
                inside.slots[token] = .ended(outcome)
                return nil
            case .waiting(_, let continuation):
                inside.slots[token] = nil
                return continuation
            case .ended, nil: return nil
            }
        }
        waiting?.resume(returning: outcome)
    }

    func failAll(_ outcome: Outcome) {
        for token in inside.withLock({ Array($0.slots.keys) }) { end(token, outcome) }
    }

    /// The server refused to take a message for this subject.
    func fail(subject refused: String) {
        let tokens = inside.withLock { inside in
            inside.slots.compactMap { token, slot in
                switch slot {
                case .open(let subject), .waiting(let subject, _): subject == refused ? token : nil
                case .ended: nil
                }
            }
        }
        for token in tokens { end(token, .refused) }
    }

    /// On the delivery thread: the waiting task is resumed from right here.
    func receive(_ message: OpaquePointer) {
        let subject = String(cString: natsMsg_GetSubject(message))
        guard let dot = subject.lastIndex(of: "."), let token = UInt64(subject[subject.index(after: dot)...], radix: 36) else { return }
        end(token, natsMsg_IsNoResponders(message) ? .noResponders : .reply(NATSMessage.body(of: message)))
    }
}
