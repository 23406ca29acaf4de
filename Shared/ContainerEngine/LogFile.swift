import Core
import Foundation

/// Reads a container's log where Podman writes it.
///
/// Podman 4.3 loses lines in the middle when it is asked to follow a container that writes much, and tells whole seconds only. Its file has
/// everything, and nanoseconds. When the file reaches its limit, conmon renames a new one into its place: the old is read to its end first.
actor LogFile {
    private static let chunk = 256 << 10
    private static let shortest = Duration.milliseconds(25)
    private static let longest = Duration.milliseconds(200)

    private let lane = Lane("slipway.log-file")
    private let path: String
    private let since: Timestamp?
    private let follows: Bool
    private let isRunning: @Sendable () async throws(EngineError) -> Bool

    private var descriptor: Int32 = -1
    private var inode: UInt64 = 0
    /// How much of the file has been read.
    private var place: Int64 = 0
    /// A file that has not grown for a while is looked at less often.
    private var pause = LogFile.shortest
    private var parser = LogFileLines()
    private var hasBegun = false
    private var older: LogRecord?
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

    nonisolated func batches() -> AsyncThrowingStream<[LogRecord], any Error> {
        AsyncThrowingStream { try await self.nextBatch() }
    }

    func next() async throws(EngineError) -> LogRecord? {
        try await fill()
        return ready.popFirst()
    }

    /// All that is there; nil at the end.
    func nextBatch() async throws(EngineError) -> [LogRecord]? {
        try await fill()
        defer { ready = [] }
        return ready.isEmpty ? nil : Array(ready)
    }

    /// Waits until there is something; there is nothing at the end.
    private func fill() async throws(EngineError) {
        while ready.isEmpty, !Task.isCancelled {
            var hasGrown = try read()
            if !hasGrown { hasGrown = try begunAnew() }
            if hasGrown {
                pause = Self.shortest
                continue
            }
            if isLastPass {
                ready = wanted(parser.finish())
                return
            }
            try await waitForMore()
        }
    }

    /// False at the end of what has been written.
    private func read() throws(EngineError) -> Bool {
        if descriptor < 0 { try open() }
        var facts = Foundation.stat()
        guard fstat(descriptor, &facts) == 0 else { throw problem() }
        let available = Int64(facts.st_size) - place
        guard available > 0 else { return false }
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(min(available, Int64(Self.chunk)))) { buffer, filled in
            count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            filled = max(0, count)
        }
        guard count >= 0 else { throw problem() }
        guard count > 0 else { return false }
        place += Int64(count)
        let records = parser.feed(bytes[...])
        ready = wanted(records)
        return true
    }

    /// What is not older than asked for, behind the last record that is: it says that nothing is missing before.
    private func wanted(_ records: [LogRecord]) -> ArraySlice<LogRecord> {
        guard let since, !hasBegun else { return records[...] }
        guard let first = records.firstIndex(where: { $0.time >= since }) else {
            older = records.last ?? older
            return []
        }
        hasBegun = true
        if first > 0 { older = records[first - 1] }
        return ((older.map { [$0] } ?? []) + records[first...].filter { $0.time >= since })[...]
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
        place = 0
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
            pause = min(pause + .milliseconds(5), Self.longest)
        }
    }

    private func problem() -> EngineError {
        EngineError(status: 0, message: "the container's log cannot be read: \(String(cString: strerror(errno)))")
    }
}
