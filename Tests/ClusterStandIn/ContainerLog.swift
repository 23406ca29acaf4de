import Core

struct LogKey: Hashable {
    let namespace: String
    let pod: String
    let container: String

    init(_ namespace: String, _ pod: String, _ container: String) {
        self.namespace = namespace
        self.pod = pod
        self.container = container
    }
}

/// What a container has written, as its kubelet keeps it.
struct ContainerLog {
    struct Line {
        let time: Timestamp
        let nanoseconds: Int
        let text: String
        let isTerminated: Bool

        func written(timestamps: Bool) -> String {
            let fraction = "\(1000 + nanoseconds)".dropFirst()
            return (timestamps ? "\(time.exact.dropLast())\(fraction)Z " : "") + text + (isTerminated ? "\n" : "")
        }
    }

    private(set) var lines: [Line] = []
    private(set) var previous: [Line]?
    /// How many lines of the current run are gone: followers count from the run's beginning.
    private(set) var rotated = 0
    private(set) var run = 0
    private(set) var isEnded = false

    mutating func write(_ text: String, _ time: Timestamp, _ nanoseconds: Int, isTerminated: Bool) {
        lines.append(Line(time: time, nanoseconds: nanoseconds, text: text, isTerminated: isTerminated))
    }

    mutating func end(restarting: Bool) {
        isEnded = !restarting
        guard restarting else { return }
        previous = lines
        (lines, rotated) = ([], 0)
        run += 1
    }

    mutating func rotate(keeping count: Int) {
        let gone = max(0, lines.count - count)
        lines.removeFirst(gone)
        rotated += gone
    }

    /// By `tailLines`: the number of the first line, counted from the run's beginning.
    func start(tail: Int?) -> Int { rotated + max(0, tail.map { lines.count - $0 } ?? 0) }
}
