import Core

/// Something that can be kept busy for a while.
protocol Load: Sendable {
    func run(_ window: Window) async throws -> Figures
}

/// How long, how many at once, and how many a second where the load does not wait for answers.
struct Window: Sendable {
    let duration: Duration
    let width: Int
    let rate: Double
}

/// What came of a window; times in microseconds.
struct Figures: Sendable, Encodable {
    var count: Int
    var seconds: Double
    var p50: Double
    var p99: Double

    /// - Parameter nanoseconds: of each operation.
    init(_ nanoseconds: [Int64], in elapsed: Duration) {
        let sorted = nanoseconds.sorted()
        count = sorted.count
        seconds = elapsed.inSeconds
        p50 = Self.quantile(0.5, sorted)
        p99 = Self.quantile(0.99, sorted)
    }

    private static func quantile(_ part: Double, _ sorted: [Int64]) -> Double {
        guard !sorted.isEmpty else { return 0 }
        return Double(sorted[min(sorted.count - 1, Int(part * Double(sorted.count)))]) / 1_000
    }
}

extension Window {
    /// `width` tasks, each doing it again as soon as it is done.
    func closedLoop(_ operation: @escaping @Sendable (_ task: Int) async throws -> Void) async throws -> Figures {
        let start = ContinuousClock.now
        let end = start + duration
        let took = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for task in 0..<width {
                group.addTask {
                    var took: [Int64] = []
                    var begun = ContinuousClock.now
                    while begun < end {
                        try await operation(task)
                        let now = ContinuousClock.now
                        took.append((now - begun).nanoseconds)
                        begun = now
                    }
                    return took
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Figures(took, in: ContinuousClock.now - start)
    }
}

extension Duration {
    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
