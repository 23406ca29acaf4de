internal import Synchronization

/// Where the messages of one subscription come to one Swift consumer.
///
///     for await message in mailbox {
///         defer { mailbox.done() }      // or later, from the task that handles it
///         …
///     }
///
/// At most `capacity` messages are out and not `done`; the next 4096 wait in libnats, which drops what comes after (that is
/// logged and counted; a request then times out, a hint is lost).
/// It ends when the connection closes for ever, or after `NATSConnection.drain`. A consumer that is cancelled leaves an
/// abandoned mailbox, which unsubscribes at the next message.
package final class Mailbox: AsyncSequence, Sendable {
    package typealias Element = NATSMessage
    package typealias Failure = Never

    package let subject: String
    package let capacity: Int
    private let messages: AsyncStream<NATSMessage>
    private let stream: AsyncStream<NATSMessage>.Continuation
    private let room: Room

    /// - Parameter roomAgain: told, from anywhere, when `takeRoom` had refused and there is room now.
    init(subject: String, capacity: Int, roomAgain: @escaping @Sendable () -> Void) {
        self.subject = subject
        self.capacity = capacity
        let room = Room(capacity, roomAgain)
        self.room = room
        // Unbounded in name only: the room is the bound.
        (messages, stream) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
        stream.onTermination = { _ in room.isAbandoned.store(true, ordering: .relaxed) }
    }

    package func makeAsyncIterator() -> AsyncStream<NATSMessage>.Iterator {
        messages.makeAsyncIterator()
    }

    /// Messages that are out and not done.
    package var used: Int { capacity - Swift.max(0, room.free.load(ordering: .relaxed)) }

    /// One message is finished with; room for another.
    package func done() {
        room.give()
    }

    /// Nobody reads any more.
    var isAbandoned: Bool { room.isAbandoned.load(ordering: .relaxed) }

    /// For one message to put; called by the one thread that puts.
    func takeRoom() -> Bool { room.take() }

    /// Gives back what was taken for a message that is not there.
    func leaveRoom() { room.free.add(1, ordering: .relaxed) }

    func put(_ message: NATSMessage) { stream.yield(message) }

    /// No message comes any more; what is inside is still read.
    func finish() { stream.finish() }
}

/// How many messages more may be out.
private final class Room: Sendable {
    let free: Atomic<Int>
    let isAbandoned = Atomic(false)
    private let isWanted = Atomic(false)
    private let again: @Sendable () -> Void

    init(_ capacity: Int, _ again: @escaping @Sendable () -> Void) {
        free = Atomic(capacity)
        self.again = again
    }

    func take() -> Bool {
        if takeNow() { return true }
        // What is given back from here on tells; what was given just before is seen by looking once more.
        isWanted.store(true, ordering: .sequentiallyConsistent)
        return takeNow()
    }

    func give() {
        free.add(1, ordering: .sequentiallyConsistent)
        if isWanted.exchange(false, ordering: .sequentiallyConsistent) { again() }
    }

    private func takeNow() -> Bool {
        guard free.load(ordering: .sequentiallyConsistent) > 0 else { return false }
        free.subtract(1, ordering: .relaxed)
        return true
    }
}
