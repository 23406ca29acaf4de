import Core
import Logging
import Messages
import Messaging
import Telemetry

/// The way of a build's lines to the log service: batches of at most 100 lines or 200 ms, numbered from 1, so that a batch
/// that is sent twice is stored once.
///
/// Bounded: when `mostWaiting` lines wait because the log service is away, `write` waits up to `patience` (in all) and
/// then lines are counted instead of kept; a line says how many. A build is slowed down by its log, never stopped by it.
actor LineWriter {
    private static let mostWaiting = 2_000
    private static let batch = 100
    private static let longest = 8_192
    private static let patience = Duration.seconds(30)

    private let build: Build
    private let rpc: RPCClient
    private let log: Logger
    private var hidden: Hidden
    private var writer: String
    private var waiting: [Waiting] = []
    /// Of the line after this one, among its writer's.
    private var next: UInt64 = 1
    private var dropped = 0
    private var waited = Duration.zero
    private var isClosed = false
    private var tail: [String] = []

    private struct Waiting {
        var writer: String
        var ordinal: UInt64
        var line: Proto.Line
    }

    init(build: Build, rpc: RPCClient, log: Logger, hidden: Hidden = Hidden()) {
        self.build = build
        self.rpc = rpc
        self.log = log
        self.hidden = hidden
        writer = build.isResumed ? "\(build.writer):\(build.fence)" : build.writer
    }

    /// Lines from here on are numbered from 1 anew, in this name. Who writes the same lines once more in the same name, as
    /// somebody does who takes over, adds nothing.
    func turn(to writer: String) {
        if dropped > 0 { reportDropped() }
        self.writer = writer
        next = 1
    }

    /// From here on nothing shows these.
    func hide(_ variables: BuildVariables) {
        if !variables.isEmpty { hidden = hidden.adding(variables.reveal().map(\.value)) }
    }

    func masked(_ failure: BuildFailure) -> BuildFailure { failure.masked(hidden) }

    /// The last lines of output, for the sentence of a failure.
    var lastLines: [String] { tail }

    /// Adds a line of output, or of the platform's own.
    func write(_ shown: String, stream: String = "stdout", isOutput: Bool = true, at time: Timestamp = .now()) async {
        let text = hidden.masked(shown)
        for part in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            // Once more: what a value's line became of itself.
            let line = hidden.masked(String(part))
            if line.isEmpty && text.hasSuffix("\n") && !isOutput { continue }
            if isOutput { remember(line) }
            while waiting.count >= Self.mostWaiting, waited < Self.patience {
                waited += .milliseconds(100)
                do { try await Task.sleep(for: .milliseconds(100)) } catch { break }
            }
            guard waiting.count < Self.mostWaiting else {
                dropped += 1
                next += 1
                Figures.dropped.increment()
                continue
            }
            if dropped > 0 { reportDropped() }
            append(line, stream, time)
        }
    }

    private func append(_ line: String, _ stream: String, _ time: Timestamp) {
        var bytes = Array(line.utf8.prefix(Self.longest)).filter { $0 != 0 }
        if line.utf8.count > Self.longest { bytes += Array(" … (line cut)".utf8) }
        waiting.append(
            Waiting(
                writer: writer, ordinal: next,
                line: Proto.Line(
                    time: time.microseconds, source: "build", stream: stream, message: bytes,
                    deploymentID: build.request.deploymentID, buildID: build.id.description)))
        next += 1
    }

    /// In the place of the last of them, so that those behind keep their numbers.
    private func reportDropped() {
        next -= 1
        append("\(dropped) lines were lost here: the log service was away.", "stderr", .now())
        dropped = 0
    }

    private func remember(_ line: String) {
        guard !line.isEmpty else { return }
        tail.append(String(line.prefix(500)))
        if tail.count > 20 { tail.removeFirst() }
    }

    /// Sends until it is closed and empty. Run beside the build.
    func run() async {
        var backoff = Backoff(first: .milliseconds(100), most: .seconds(3))
        while !Task.isCancelled {
            if waiting.isEmpty {
                if isClosed { return }
                try? await Task.sleep(for: .milliseconds(200))
                continue
            }
            if await send() {
                backoff.reset()
                if waiting.count < Self.batch && !isClosed { try? await Task.sleep(for: .milliseconds(200)) }
            } else {
                try? await Task.sleep(for: max(.milliseconds(50), backoff.next()))
            }
        }
    }

    /// No more lines come; waits a bounded time until the rest is stored.
    func close() async {
        if dropped > 0 { reportDropped() }
        isClosed = true
        for _ in 0..<100 where !waiting.isEmpty {
            do { try await Task.sleep(for: .milliseconds(50)) } catch { return }
        }
        if !waiting.isEmpty {
            log.warning("lines of a build were lost", metadata: ["build.id": "\(build.id)", "lines": "\(waiting.count)"])
            waiting = []
        }
    }

    private func send() async -> Bool {
        guard let first = waiting.first else { return true }
        var lines: [Proto.Line] = []
        var bytes = 0
        for one in waiting.prefix(Self.batch) {
            bytes += one.line.message.count + 200
            guard one.writer == first.writer, one.ordinal == first.ordinal + UInt64(lines.count), bytes <= 180_000 || lines.isEmpty else { break }
            lines.append(one.line)
        }
        let request = Proto.AppendRequest(
            projectID: build.project.description, appID: build.app.description, writer: first.writer, firstOrdinal: first.ordinal, lines: lines)
        do {
            _ = try await rpc.call(LogInternalRPC.append, request, .new(deadline: .seconds(5)))
        } catch where error.code == .invalidArgument {
            log.warning("lines were refused", metadata: ["build.id": "\(build.id)", "error": "\(String(reflecting: error))"])
        } catch {
            return false
        }
        // Only this method takes from the front, and it runs once at a time.
        waiting.removeFirst(min(lines.count, waiting.count))
        return true
    }
}
