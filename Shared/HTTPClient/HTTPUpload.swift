import Synchronization

/// A pipe from a task into a request's body. It holds at most `capacity` bytes more than the last write; a writer waits beyond that.
package final class HTTPUpload: Sendable {
    enum Pull {
        case bytes([UInt8])
        /// Nothing yet: `wake` will be called.
        case later
        case end
        case failed
    }

    private struct Inside {
        var buffer: [UInt8] = []
        var isFinished = false
        var isFailed = false
        var isClosed = false
        var writer: CheckedContinuation<Bool, Never>?
        var wake: (@Sendable () -> Void)?
    }

    private let inside = Mutex(Inside())
    private let capacity: Int

    package init(capacity: Int = 256 << 10) {
        self.capacity = capacity
    }

    /// Waits while the pipe is full; throws when the request has ended. One writer at a time.
    package func write(_ bytes: [UInt8]) async throws(HTTPError) {
        let mayGoOn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (wake, answer) = inside.withLock { inside -> ((@Sendable () -> Void)?, Bool?) in
                    guard !inside.isClosed, !inside.isFailed, !inside.isFinished else { return (nil, false) }
                    precondition(inside.writer == nil, "an upload has one writer at a time")
                    inside.buffer += bytes
                    defer { inside.wake = nil }
                    if inside.buffer.count <= capacity { return (inside.wake, true) }
                    inside.writer = continuation
                    return (inside.wake, nil)
                }
                wake?()
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            fail()
        }
        guard mayGoOn else { throw HTTPError(.closed, "the request ended while its body was written") }
    }

    /// The body is whole.
    package func finish() {
        end { $0.isFinished = true }
    }

    /// The body will never be whole: the request fails.
    package func fail() {
        end { $0.isFailed = true }
    }

    /// Called by the transfer: the request is over, whoever still writes shall know.
    func close() {
        end { $0.isClosed = true }
    }

    /// Called on the loop's thread.
    func pull(atMost count: Int, orWake wake: @escaping @Sendable () -> Void) -> Pull {
        let (pull, writer) = inside.withLock { inside -> (Pull, CheckedContinuation<Bool, Never>?) in
            if inside.isFailed { return (.failed, nil) }
            guard !inside.buffer.isEmpty else {
                if inside.isFinished { return (.end, nil) }
                inside.wake = wake
                return (.later, nil)
            }
            let bytes = Array(inside.buffer.prefix(count))
            inside.buffer.removeFirst(bytes.count)
            guard inside.buffer.count <= capacity else { return (.bytes(bytes), nil) }
            defer { inside.writer = nil }
            return (.bytes(bytes), inside.writer)
        }
        writer?.resume(returning: true)
        return pull
    }

    private func end(_ mark: (inout Inside) -> Void) {
        let (writer, wake) = inside.withLock { inside in
            mark(&inside)
            defer { (inside.writer, inside.wake) = (nil, nil) }
            return (inside.writer, inside.wake)
        }
        writer?.resume(returning: false)
        wake?()
    }
}
