import ContainerEngine
import Core
import KubernetesClient

/// What an answer with a container's log ended with.
///
/// One that its node broke off ends as well as a whole one. So the end of what is written no more is known when two answers in a row end
/// alike and nothing new has come; until then what has no line feed is nobody's, because a line that is counted is never read again.
struct LogEnd: Equatable {
    struct Unknown: Error, CustomStringConvertible {
        let description = "its log ended before it was known to be whole"
    }

    /// Each brings what the one before had not, so a log that is broken off more often goes on with the next reading.
    private static let mostAnswers = 5

    private(set) var unterminated: PodLogLine?
    /// The kubelet had something to say in place of output.
    private(set) var hasRemark = false
    private var last: PodLogLine?
    private var cursor = TailCursor()

    /// Asks until the end is known; nil when there is nothing to be had, or not any more.
    static func known(_ answer: () async throws -> LogEnd?) async throws -> LogEnd? {
        var before: LogEnd?
        for _ in 0..<mostAnswers {
            guard let end = try await answer() else { return nil }
            if end == before { return end }
            before = end
        }
        throw SourceFailure.unavailable(Unknown())
    }

    /// The lines that have their end.
    mutating func take(_ lines: [PodLogLine]) -> ArraySlice<PodLogLine> {
        last = lines.last ?? last
        guard let line = lines.last, line.isUnterminated else { return lines[...] }
        unterminated = line
        return lines.dropLast()
    }

    func reached(_ remark: String?, _ buffer: TailBuffer) async -> LogEnd {
        var end = self
        end.hasRemark = remark != nil
        end.cursor = await buffer.cursor
        return end
    }

    /// False when the kubelet says that this was not all.
    func add(to buffer: TailBuffer) async -> Bool {
        if let unterminated { await buffer.add([unterminated.record]) }
        return !hasRemark
    }
}

extension PodLogLine {
    var record: LogRecord { LogRecord(stream: .stdout, time: time, message: bytes, endsLine: endsLine) }
}
