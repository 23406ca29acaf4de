import Core
import Foundation

/// Reads a container's log where Podman writes it.
///
/// Podman 4.3 loses lines in the middle when it is asked to follow a container that writes much, and tells whole seconds only. Its file has
/// everything, and nanoseconds. When the file reaches its limit, conmon renames a new one into its place: the old is read to its end first.
actor LogFile {
    private static let chunk = 256 << 10
    /// How long a file that has just grown is left alone, and one that has been silent.
    private static let brisk = Duration.milliseconds(50), calm = Duration.milliseconds(200)

    private let lane = Lane("slipway.log-file")
    private let path: String
    private let since: Timestamp?
    private let follows: Bool
    private let isRunning: @Sendable () async throws(EngineError) -> Bool

    private var descriptor: Int32 = -1
    private var inode: UInt64 = 0
    private var offset = 0
    private var pause = brisk
    private var parser = LogFileLines()
    private var ready: ArraySlice<LogRecord> = []
    private var isLastPass = false
    private var nextLook = ContinuousClock.now

    nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    init(
        path: String, since: Timestamp?, follows: Bool, isRunning: @escaping @Sendable () async throws(EngineError) -> Bool
    ) {
        self.path = path
        self.since = since
        self.follows = follows
        self.isRunning = isRunning
    }

    isolated deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Whether the engine's answer names such a file, and we may read it.
    static func path(in inspected: JSONValue) -> String? {
        guard let path = inspected["LogPath"]?.string, path.hasSuffix("/ctr.log"), access(path, R_OK) == 0 else { return nil }
        return path
    }

    nonisolated func stream() -> AsyncThrowingStream<LogRecord, any Error> {
        AsyncThrowingStream { try await self.next() }
    }

    func next() async throws(EngineError) -> LogRecord? {
        while ready.isEmpty, !Task.isCancelled {
            if try read() { continue }
            if try begunAnew() { continue }
            if isLastPass {
                ready = parser.finish().filter(isWanted)[...]
                return ready.popFirst()
            }
            try await waitForMore()
        }
        return ready.popFirst()
    }

    /// False at the end of what has been written.
    private func read() throws(EngineError) -> Bool {
        if descriptor < 0 { try open() }
        // Asked twenty times a second; a silent container should not cost a buffer each time.
        var facts = Foundation.stat()
        if fstat(descriptor, &facts) == 0, Int(facts.st_size) == offset { return false }
        var bytes = [UInt8](repeating: 0, count: Self.chunk)
        let count = Foundation.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw problem() }
        guard count > 0 else { return false }
        offset += count
        pause = Self.brisk
        ready = parser.feed(bytes[..<count]).filter(isWanted)[...]
        return true
    }

    private func isWanted(_ record: LogRecord) -> Bool {
        since.map { record.time >= $0 } ?? true
    }

    /// Whether another file is at the path; goes on there once this one is read.
    private func begunAnew() throws(EngineError) -> Bool {
        var facts = Foundation.stat()
        guard stat(path, &facts) == 0, UInt64(facts.st_ino) != inode else { return false }
        // Something may have been written between the last reading and the renaming.
        if try read() { return true }
        close(descriptor)
        descriptor = -1
        try open()
        return true
    }

    private func open() throws(EngineError) {
        descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        var facts = Foundation.stat()
        guard descriptor >= 0, fstat(descriptor, &facts) == 0 else { throw problem() }
        inode = UInt64(facts.st_ino)
        offset = 0
    }

    /// The engine says when a container is over; its last lines are in the file by then.
    private func waitForMore() async throws(EngineError) {
        let now = ContinuousClock.now
        if !follows {
            isLastPass = true
        } else if now >= nextLook {
            nextLook = now + .seconds(1)
            do throws(EngineError) {
                isLastPass = try await !isRunning()
            } catch where error.isNotFound {
                isLastPass = true
            }
        } else {
            try? await Task.sleep(for: pause)
            pause = min(pause * 5 / 4, Self.calm)
        }
    }

    private func problem() -> EngineError {
        EngineError(status: 0, message: "the container's log cannot be read: \(String(cString: strerror(errno)))")
    }
}
