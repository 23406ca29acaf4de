import Synchronization

/// Where the loop's thread hands an answer to the one task that wants it.
///
/// Holds at most `highWater` bytes: beyond that the transfer is paused, and the kernel's buffers, then the sender, wait. Each
/// waiter is resumed exactly once, by whoever takes it out of the state under the lock.
final class Exchange: Sendable {
    private typealias HeadWaiter = CheckedContinuation<Result<HTTPHead, HTTPError>, Never>
    private typealias ChunkWaiter = CheckedContinuation<Result<[UInt8]?, HTTPError>, Never>

    private struct Inside {
        var head: HTTPHead?
        var headWaiter: HeadWaiter?
        var buffer: [UInt8] = []
        var chunkWaiter: ChunkWaiter?
        var isPaused = false
        /// Set once: nil error = the answer is whole.
        var end: (isOver: Bool, error: HTTPError?) = (false, nil)
    }

    static let highWater = 256 << 10

    let id: UInt64
    private let inside = Mutex(Inside())

    init(id: UInt64) {
        self.id = id
    }

    // MARK: The loop's side

    func deliver(_ head: HTTPHead) {
        let waiter = inside.withLock { inside in
            inside.head = head
            defer { inside.headWaiter = nil }
            return inside.headWaiter
        }
        waiter?.resume(returning: .success(head))
    }

    /// False when the buffer is full: the transfer must pause, and `next` will ask for more.
    func deliver(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (isTaken, waiter) = inside.withLock { inside -> (Bool, ChunkWaiter?) in
            guard let waiter = inside.chunkWaiter else {
                guard inside.buffer.count < Self.highWater else {
                    inside.isPaused = true
                    return (false, nil)
                }
                inside.buffer.append(contentsOf: bytes)
                return (true, nil)
            }
            inside.chunkWaiter = nil
            return (true, waiter)
        }
        waiter?.resume(returning: .success(Array(bytes)))
        return isTaken
    }

    /// The last call; later ones change nothing.
    func end(_ error: HTTPError?) {
        let (headWaiter, chunkWaiter) = inside.withLock { inside -> (HeadWaiter?, ChunkWaiter?) in
            guard !inside.end.isOver else { return (nil, nil) }
            inside.end = (true, error)
            defer { (inside.headWaiter, inside.chunkWaiter) = (nil, nil) }
            return (inside.headWaiter, inside.chunkWaiter)
        }
        headWaiter?.resume(returning: .failure(error ?? Self.headless))
        chunkWaiter?.resume(returning: error.map { .failure($0) } ?? .success(nil))
    }

    private static let headless = HTTPError(.protocol, "the answer had no head")

    // MARK: The task's side

    func head() async throws(HTTPError) -> HTTPHead {
        let result: Result<HTTPHead, HTTPError> = await withCheckedContinuation { continuation in
            let result = inside.withLock { inside -> Result<HTTPHead, HTTPError>? in
                if let head = inside.head { return .success(head) }
                if inside.end.isOver { return .failure(inside.end.error ?? Self.headless) }
                inside.headWaiter = continuation
                return nil
            }
            if let result { continuation.resume(returning: result) }
        }
        return try result.get()
    }

    /// What has come since the last call, and whether the transfer waits to be resumed; nil at the end.
    func next() async throws(HTTPError) -> (bytes: [UInt8]?, mustResume: Bool) {
        var mustResume = false
        let result: Result<[UInt8]?, HTTPError> = await withCheckedContinuation { continuation in
            let result = inside.withLock { inside -> Result<[UInt8]?, HTTPError>? in
                guard inside.buffer.isEmpty else {
                    defer { (inside.buffer, inside.isPaused) = ([], false) }
                    mustResume = inside.isPaused
                    return .success(inside.buffer)
                }
                if inside.end.isOver { return inside.end.error.map { .failure($0) } ?? .success(nil) }
                precondition(inside.chunkWaiter == nil, "a stream has one reader")
                inside.chunkWaiter = continuation
                return nil
            }
            if let result { continuation.resume(returning: result) }
        }
        return (try result.get(), mustResume)
    }
}
