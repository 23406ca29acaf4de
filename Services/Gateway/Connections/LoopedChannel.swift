import HummingbirdCore
import Logging
import NIOCore

/// A connection whose requests are answered on the event loop that reads them.
///
/// Left to itself, a request goes from its loop to the cooperative pool and back, a change of threads each way and one for each
/// time that it waits in between. Here a handler goes on where the bytes are, and only what it waits for is elsewhere. It must
/// not block the loop, as it must not block the pool; nothing in the gateway does.
struct LoopedChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        base.setup(channel: channel, logger: logger)
    }

    func handle(value: Base.Value, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}

/// Runs tasks on one event loop.
private final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
