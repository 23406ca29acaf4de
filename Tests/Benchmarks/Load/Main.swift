import AdminServer
import Core
import Foundation
import Logging
import Metrics

/// One load, which runs a window whenever its standard input says so, and answers with its figures as JSON.
///
///     slipway-load read
///     → ready
///     ← 2.0 8 0            seconds, how many at once, and (where it is no closed loop) how many a second
///     → {"count":104233,"seconds":2.0,"p50":142,"p99":391}
///
/// It stays between windows, so that what is measured is warm, and so that two loads can take turns.
@main struct Main {
    static func main() async throws {
        signal(SIGPIPE, SIG_IGN)
        MetricsSystem.bootstrap(MetricsRegistry())
        var log = Logger(label: "bench")
        log.logLevel = .error
        let given = Given(environment: ProcessInfo.processInfo.environment)
        let load: any Load =
            switch CommandLine.arguments.dropFirst().first {
            case "call": try await CallLoad(given, log)
            case "answer": try await AnswerLoad(given, log)
            case "read": ReadLoad(given, log)
            case "feed": try await FeedLoad(given, log)
            case "append": try await AppendLoad(given, log)
            case "cluster": try await ClusterLoad(given, log)
            case "watch": try await WatchLoad(given, log)
            default: throw Fault.invalid("load", "is call, answer, read, feed, append, cluster or watch")
            }
        say("ready")
        for await line in lines() {
            let words = line.split(separator: " ").compactMap { Double($0) }
            guard words.count == 3 else { throw Fault.invalid("window", "is three numbers, not \(line)") }
            let figures = try await load.run(Window(duration: .seconds(words[0]), width: Int(words[1]), rate: words[2]))
            say(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
        }
        exit(0)
    }

    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Read on a thread of its own: the pool has none to wait with.
    private static func lines() -> AsyncStream<String> {
        AsyncStream { stream in
            Thread.detachNewThread {
                while let line = readLine() { stream.yield(line) }
                stream.finish()
            }
        }
    }
}
