import Dispatch

/// A thread of its own for an actor whose code blocks: a C library's call, a disk.
///
/// The cooperative pool has as many threads as the machine has cores, so two blocked calls there stop the process.
/// An actor that names a lane as its executor runs on that lane's serial queue instead, and the pool never waits.
package final class Lane: SerialExecutor {
    private let queue: DispatchQueue

    package init(_ label: String) {
        queue = DispatchQueue(label: label)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// A piece of blocking work from code that does not wait for it.
    package func run(_ work: @escaping @Sendable () -> Void) {
        queue.async(execute: work)
    }

    package func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
