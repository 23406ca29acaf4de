internal import CEpoll
internal import Foundation
internal import Synchronization

/// One thread that waits for files and runs the tasks that prefer it.
///
/// A request comes from a socket, asks a database over another, and is answered on the first. On a pool each of these steps
/// wakes a thread, which costs more than most steps do; here they follow one another on the thread that reads. So what runs
/// here is short: it must not block, as it must not on the cooperative pool, and work of many milliseconds belongs elsewhere.
package final class EventLoop: TaskExecutor {
    /// What a file is ready for.
    package struct Readiness: Sendable {
        /// Something to read, or the other side has gone.
        package let toRead: Bool
        package let toWrite: Bool
    }

    private enum Job {
        case task(UnownedJob)
        case work(@Sendable () -> Void)
    }

    private struct Watch {
        let isOnce: Bool
        let handler: @Sendable (Readiness) -> Void
    }

    /// The one of the process.
    package static let shared = EventLoop("loop")

    private let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    private let bell = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    private let jobs = Mutex<[Job]>([])
    private let watches = Mutex<[Int32: Watch]>([:])
    private let thread = Atomic<UInt>(0)
    /// The thread is about to wait, or waits: who has a job for it rings.
    private let isWaiting = Atomic(false)

    package init(_ name: String) {
        precondition(epoll >= 0 && bell >= 0, "no file descriptors are left for an event loop")
        control(EPOLL_CTL_ADD, bell, EPOLLIN.rawValue)
        let thread = Thread { [self] in run() }
        thread.name = name
        thread.start()
    }

    /// Whether the caller runs on this loop.
    package var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    package func enqueue(_ job: consuming ExecutorJob) {
        add(.task(UnownedJob(job)))
    }

    /// Runs `work` on the loop's thread, after what is there already.
    package func execute(_ work: @escaping @Sendable () -> Void) {
        add(.work(work))
    }

    /// Calls `handler` whenever there is something to read from `file`, until `unwatch`.
    package func watch(_ file: Int32, _ handler: @escaping @Sendable (Readiness) -> Void) {
        watches.withLock { $0[file] = Watch(isOnce: false, handler: handler) }
        arm(file, EPOLLIN.rawValue)
    }

    /// A watched file is also, or no longer, told of when there is room to write.
    package func watch(_ file: Int32, forRoom: Bool) {
        control(EPOLL_CTL_MOD, file, EPOLLIN.rawValue | (forRoom ? EPOLLOUT.rawValue : 0))
    }

    /// To be called before the file is closed. A handler that has begun goes on.
    package func unwatch(_ file: Int32) {
        watches.withLock { $0[file] = nil }
        control(EPOLL_CTL_DEL, file, 0)
    }

    /// Calls `handler` once, when there is something to read from `file` or, if that is asked for, room to write. The file stays
    /// open until then.
    package func wait(for file: Int32, orRoom: Bool, _ handler: @escaping @Sendable (Readiness) -> Void) {
        watches.withLock { $0[file] = Watch(isOnce: true, handler: handler) }
        let isArmed = arm(file, EPOLLIN.rawValue | EPOLLRDHUP.rawValue | EPOLLONESHOT.rawValue | (orRoom ? EPOLLOUT.rawValue : 0))
        guard !isArmed else { return }
        // The kernel has no room for it: whoever waits looks for itself, and does not wait for ever.
        watches.withLock { $0[file] = nil }
        execute { handler(Readiness(toRead: true, toWrite: orRoom)) }
    }

    private func add(_ job: Job) {
        jobs.withLock { $0.append(job) }
        guard isWaiting.exchange(false, ordering: .sequentiallyConsistent) else { return }
        var one: UInt64 = 1
        _ = write(bell, &one, 8)
    }

    /// A file may be known already, or its number may have been another's: the kernel forgets a closed file by itself.
    @discardableResult
    private func arm(_ file: Int32, _ events: UInt32) -> Bool {
        control(EPOLL_CTL_MOD, file, events) || control(EPOLL_CTL_ADD, file, events)
    }

    @discardableResult
    private func control(_ change: Int32, _ file: Int32, _ events: UInt32) -> Bool {
        var event = epoll_event(events: events, data: epoll_data_t(fd: file))
        return epoll_ctl(epoll, change, file, &event) == 0
    }

    private func run() {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        var events = [epoll_event](repeating: epoll_event(), count: 64)
        while true {
            for job in jobs.withLock({ jobs in exchange(&jobs, with: []) }) {
                switch job {
                case .task(let job): job.runSynchronously(on: asUnownedTaskExecutor())
                case .work(let work): work()
                }
            }
            isWaiting.store(true, ordering: .sequentiallyConsistent)
            let hasMore = jobs.withLock { !$0.isEmpty }
            let count = epoll_wait(epoll, &events, Int32(events.count), hasMore ? 0 : -1)
            isWaiting.store(false, ordering: .sequentiallyConsistent)
            for event in events.prefix(max(0, Int(count))) { tell(event) }
        }
    }

    private func tell(_ event: epoll_event) {
        let file = event.data.fd
        guard file != bell else {
            var rings: UInt64 = 0
            _ = read(bell, &rings, 8)
            return
        }
        let handler = watches.withLock { watches in
            let watch = watches[file]
            if watch?.isOnce == true { watches[file] = nil }
            return watch?.handler
        }
        handler?(Readiness(
            toRead: event.events & ~EPOLLOUT.rawValue != 0, toWrite: event.events & EPOLLOUT.rawValue != 0))
    }
}
