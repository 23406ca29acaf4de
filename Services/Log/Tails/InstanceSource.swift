import Core

/// Where the output of instances is read from: a container engine, or a cluster.
protocol InstanceSource: Sendable {
    /// How long nobody looks again, when nothing says that anything has changed.
    var interval: Duration { get }

    /// What there is to be read of an instance right now, from where its reading stopped.
    func look(at tail: Tail, from mark: TailMark) async throws -> Look
}

/// What a source has of an instance.
struct Look: Sendable {
    /// It runs no more: a reading that ends has reached the end, unless it is started again.
    var isAtRest: Bool
    /// The same words for as long as a reading to the end would bring nothing new; nil where only reading tells.
    var state: String?
    /// Reads into a buffer what is there, and while it runs, what comes. False when the source says itself that this was not all.
    var read: @Sendable (TailBuffer) async throws -> Bool
}

/// Why a source has nothing to tell.
enum SourceFailure: Error {
    /// The instance is gone, and its output with it.
    case gone
    /// For now: the source restarts, or is overwhelmed and says when to come again.
    case unavailable(any Error, retryAfter: Duration? = nil)
    /// It was understood and not granted: only a change elsewhere helps, or time where there is nothing to be read yet or any more.
    case refused(any Error)
}
