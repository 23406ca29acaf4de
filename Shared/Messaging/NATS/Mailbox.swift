internal import Synchronization

/// Where one delivery thread of libnats hands messages to one Swift consumer.
///
///     for await message in mailbox {
///         defer { mailbox.done() }      // or later, from the task that handles it
///         …
///     }
///
/// At most `capacity` messages are out and not `done`; then the delivery thread waits, and behind it libnats keeps 4096
/// more and drops what comes after, which is logged and counted (a request then times out, a hint is lost).
/// It ends when the connection closes for ever, or after `NATSConnection.drain`. A consumer that is cancelled leaves an
/// abandoned mailbox, which unsubscribes at the next message.
package final class Mailbox: AsyncSequence, Sendable {
    package typealias Element = NATSMessage
    package typealias Failure = Never

    package let subject: String
    package let capacity: Int
    private let messages: AsyncStream<NATSMessage>
    private let intake: AsyncStream<NATSMessage>.Continuation
    private let permits: Permits
    private let abandoned: Flag

    init(subject: String, capacity: Int) {
        self.subject = subject
        self.capacity = capacity
        let permits = Permits(capacity)
        let abandoned = Flag()
        // Unbounded in name only: the permits are the bound.
        (messages, intake) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
        self.permits = permits
        self.abandoned = abandoned
        intake.onTermination = { _ in
            abandoned.raise()
            permits.release()
        }
    }

    package func makeAsyncIterator() -> AsyncStream<NATSMessage>.Iterator {
        messages.makeAsyncIterator()
    }

    /// Messages that are out and not done.
    package var used: Int { capacity - permits.left }

    /// One message is finished with; room for another.
    package func done() {
        permits.give()
    }

    /// On the delivery thread, which waits here while the mailbox is full. False when nobody reads any more.
    func deliver(_ message: NATSMessage) -> Bool {
        permits.take()
        intake.yield(message)
        return !abandoned.isRaised
    }

    /// No message comes any more; what is inside is still read.
    func finish() {
        intake.finish()
    }

    /// Lets the delivery thread go, for a connection that is being closed.
    func abandon() {
        permits.release()
    }
}

private final class Flag: Sendable {
    private let raised = Atomic(false)
    var isRaised: Bool { raised.load(ordering: .relaxed) }
    func raise() { raised.store(true, ordering: .relaxed) }
}
