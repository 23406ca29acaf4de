import Core
import Synchronization
import Testing

@testable import DeployService

@Suite struct UsageTests {
    private func sample(_ cpu: Duration, after: Duration, from start: ContinuousClock.Instant) -> UsageSample {
        UsageSample(cpu: cpu, memoryBytes: 91 << 20, memoryLimit: 256 << 20, at: start + after)
    }

    @Test func `two samples make a rate, and two lives of a container do not`() throws {
        let start = ContinuousClock.now
        let first = sample(.milliseconds(1_000), after: .zero, from: start)
        let usage = try #require(Usage(from: first, to: sample(.milliseconds(1_500), after: .seconds(2), from: start)))
        #expect(usage.cpuMillicores == 250 && usage.memoryBytes == 91 << 20 && usage.memoryLimit == 256 << 20)
        #expect(Usage(from: first, to: sample(.milliseconds(10), after: .seconds(2), from: start)) == nil)
        #expect(Usage(from: first, to: sample(.milliseconds(1_001), after: .milliseconds(1), from: start)) == nil)
    }

    @Test func `whoever looks again is told what is known, and the runtime is not asked again`() async {
        let asked = Mutex(0)
        let meter = UsageMeter { _ in
            let count = asked.withLock { $0 += 1; return $0 }
            return UsageSample(cpu: .milliseconds(100 * count), memoryBytes: 1, memoryLimit: 0, at: .now)
        }
        let first = await meter.usage(of: ["a"])
        #expect(first["a"] != nil && asked.withLock { $0 } == 2)
        for _ in 0..<20 { #expect(await meter.usage(of: ["a"]) == first) }
        #expect(asked.withLock { $0 } == 2)
    }

    @Test func `many containers are asked a few at a time, and one that does not run has no figures`() async {
        let state = Mutex((now: 0, most: 0))
        let meter = UsageMeter { id in
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
            try? await Task.sleep(for: .milliseconds(2))
            state.withLock { $0.now -= 1 }
            return id == "gone" ? nil : UsageSample(cpu: .zero, memoryBytes: 1, memoryLimit: 0, at: .now)
        }
        let usage = await meter.usage(of: (0..<30).map(String.init) + ["gone"])
        #expect(usage.count == 30 && usage["gone"] == nil && usage["7"]?.cpuMillicores == 0)
        #expect(state.withLock { $0.most } <= 4)
    }

    @Test func `a runtime that does not answer costs a moment, not the list`() async {
        let meter = UsageMeter { _ in
            try? await Task.sleep(for: .seconds(3_600))
            return nil
        }
        #expect(await meter.usage(of: ["a"]).isEmpty)
    }
}
