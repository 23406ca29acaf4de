import Core

/// What instances use, asked of the runtime when somebody looks, and not oftener than every two seconds.
///
/// It is a comfort: whoever lists instances waits for it a moment at most, and is told what is known by then. So it is
/// bounded threefold: in containers per look, in questions at once, in time.
actor UsageMeter {
    private static let freshness = Duration.seconds(2)
    private static let patience = Duration.milliseconds(1_500)
    private static let pause = Duration.milliseconds(250)
    /// After this an average says nothing about now.
    private static let memory = Duration.seconds(30)
    private static let width = 4
    private static let most = 64

    private struct Reading {
        var sample: UsageSample
        var usage: Usage?
    }

    private let sample: @Sendable (String) async -> UsageSample?
    private var readings: [String: Reading] = [:]
    private var underway: Set<String> = []

    init(sample: @escaping @Sendable (String) async -> UsageSample?) {
        self.sample = sample
    }

    func usage(of containers: [String]) async -> [String: Usage] {
        let now = ContinuousClock.now
        readings = readings.filter { $0.value.sample.at + Self.memory > now }
        let due = containers.filter { container in
            guard !underway.contains(container) else { return false }
            return readings[container].map { $0.sample.at + Self.freshness <= now || $0.usage == nil } ?? true
        }.prefix(Self.most)
        if !due.isEmpty {
            underway.formUnion(due)
            _ = try? await withDeadline(.after(Self.patience), "measuring instances") { await self.measure(Array(due)) }
            underway.subtract(due)
        }
        return Dictionary(containers.compactMap { id in readings[id]?.usage.map { (id, $0) } }) { first, _ in first }
    }

    /// Those that are known are sampled once; the others twice, with a pause between.
    private func measure(_ containers: [String]) async {
        await look(at: containers)
        let new = containers.filter { readings[$0] != nil && readings[$0]?.usage == nil }
        guard !new.isEmpty, (try? await Task.sleep(for: Self.pause)) != nil else { return }
        await look(at: new)
    }

    private func look(at containers: [String]) async {
        await withTaskGroup(of: (String, UsageSample?).self) { group in
            var waiting = containers[...]
            for container in waiting.prefix(Self.width) { group.addTask { (container, await self.sample(container)) } }
            waiting = waiting.dropFirst(Self.width)
            while let (container, sample) = await group.next() {
                if let next = waiting.popFirst(), !Task.isCancelled { group.addTask { (next, await self.sample(next)) } }
                guard let sample else {
                    readings[container] = nil
                    continue
                }
                let usage = readings[container].flatMap { Usage(from: $0.sample, to: sample) }
                readings[container] = Reading(sample: sample, usage: usage ?? readings[container]?.usage)
            }
        }
    }
}
