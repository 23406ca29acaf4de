package import Kubernetes
import Synchronization

/// What a cache tells one subscriber. One reader; letting go of it ends the subscription.
///
/// Bounded: a subscriber that falls behind by more than its capacity loses what waited, and is told to look at everything instead.
package struct ResourceChanges<Object: KubernetesObject>: AsyncSequence, Sendable {
    package typealias Element = ResourceChange<Object>
    package typealias Failure = Never

    private let subscription: Subscription

    init(_ mailbox: Mailbox, onEnd: @escaping @Sendable () -> Void) {
        subscription = Subscription(mailbox: mailbox, onEnd: onEnd)
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(subscription: subscription) }

    package struct AsyncIterator: AsyncIteratorProtocol {
        let subscription: Subscription

        package mutating func next() async -> ResourceChange<Object>? { await subscription.mailbox.next() }
        package mutating func next(isolation: isolated (any Actor)?) async -> ResourceChange<Object>? { await subscription.mailbox.next() }
    }

    final class Subscription: Sendable {
        let mailbox: Mailbox
        private let onEnd: @Sendable () -> Void

        init(mailbox: Mailbox, onEnd: @escaping @Sendable () -> Void) {
            self.mailbox = mailbox
            self.onEnd = onEnd
        }

        deinit { onEnd() }
    }

    final class Mailbox: Sendable {
        private struct Inside {
            var waiting: [ResourceChange<Object>] = []
            var place = 0
            var isEnded = false
            var reader: CheckedContinuation<ResourceChange<Object>?, Never>?
        }

        private let capacity: Int
        private let inside = Mutex(Inside())

        init(capacity: Int) {
            self.capacity = Swift.max(1, capacity)
        }

        func put(_ changes: [ResourceChange<Object>]) {
            let (reader, first) = inside.withLock { inside in
                if inside.waiting.count - inside.place + changes.count > capacity {
                    (inside.waiting, inside.place) = ([.lookAnew], 0)
                } else {
                    inside.waiting += changes
                }
                guard let reader = inside.reader else { return (nil, nil) as (CheckedContinuation<ResourceChange<Object>?, Never>?, ResourceChange<Object>?) }
                inside.reader = nil
                return (reader, Self.take(&inside))
            }
            reader?.resume(returning: first)
        }

        func end() {
            let reader = inside.withLock { inside in
                inside.isEnded = true
                defer { inside.reader = nil }
                return inside.reader
            }
            reader?.resume(returning: nil)
        }

        func next() async -> ResourceChange<Object>? {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let (isDone, change) = inside.withLock { inside -> (Bool, ResourceChange<Object>?) in
                        if let change = Self.take(&inside) { return (true, change) }
                        if inside.isEnded || Task.isCancelled { return (true, nil) }
                        precondition(inside.reader == nil, "a subscription has one reader")
                        inside.reader = continuation
                        return (false, nil)
                    }
                    if isDone { continuation.resume(returning: change) }
                }
            } onCancel: {
                let reader = inside.withLock { inside in
                    defer { inside.reader = nil }
                    return inside.reader
                }
                reader?.resume(returning: nil)
            }
        }

        private static func take(_ inside: inout Inside) -> ResourceChange<Object>? {
            guard inside.place < inside.waiting.count else { return nil }
            defer {
                inside.place += 1
                if inside.place == inside.waiting.count { (inside.waiting, inside.place) = ([], 0) }
            }
            return inside.waiting[inside.place]
        }
    }
}
