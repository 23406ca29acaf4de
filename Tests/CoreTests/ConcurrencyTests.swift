import Core
import Foundation
import TestSupport
import Testing

@Suite struct ConcurrencyTests {
    @Test func `a hundred nudges are one`() async {
        let nudge = Nudge()
        for _ in 0..<100 { nudge() }
        #expect(await elapsed { await nudge.wait(atMost: .seconds(10)) } < .seconds(5))
        #expect(await elapsed { await nudge.wait(atMost: .milliseconds(100)) } >= .milliseconds(100))
    }

    @Test func `a nudge wakes who waits`() async throws {
        let nudge = Nudge()
        async let waited = elapsed { await nudge.wait(atMost: .seconds(30)) }
        try await Task.sleep(for: .milliseconds(50))
        nudge()
        #expect(await waited < .seconds(10))
    }

    @Test func `cancelling ends the wait and keeps the nudge`() async throws {
        let nudge = Nudge()
        let waiting = Task { await elapsed { await nudge.wait(atMost: .seconds(30)) } }
        try await Task.sleep(for: .milliseconds(50))
        waiting.cancel()
        #expect(await waiting.value < .seconds(10))
        nudge()
        #expect(await elapsed { await nudge.wait(atMost: .seconds(30)) } < .seconds(10))
    }

    @Test func `one nudge passes itself on`() async {
        let (queue, sweep) = (Nudge(), Nudge())
        Nudge(waking: [queue, sweep])()
        #expect(await elapsed { await queue.wait(atMost: .seconds(30)) } < .seconds(10))
        #expect(await elapsed { await sweep.wait(atMost: .seconds(30)) } < .seconds(10))
    }

    @Test func `no nudge is lost among many`() async {
        let nudge = Nudge()
        let start = ContinuousClock.now
        let handed = Recorder<Void>()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while handed.all.count < 1_000 { await nudge.wait(atMost: .seconds(60)) }
            }
            for _ in 0..<1_000 {
                group.addTask {
                    handed.record(())
                    nudge()
                }
            }
        }
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func `a deadline cancels and says what took too long`() async {
        let thrown = await #expect(throws: Fault.self) {
            try await withDeadline(.after(.milliseconds(50)), "asking build") { try await Task.sleep(for: .seconds(30)) }
        }
        #expect(thrown == .timedOut("asking build took too long"))
    }

    @Test func `in time is in time, and errors pass through`() async throws {
        #expect(try await withDeadline(.after(.seconds(30)), "x") { 7 } == 7)
        let thrown = await #expect(throws: Fault.self) {
            try await withDeadline(.after(.seconds(30)), "x") { throw Fault.notFound("app") }
        }
        #expect(thrown == .notFound("app"))
    }

    @Test func `backing off grows to its bound and starts over`() {
        var backoff = Backoff(first: .milliseconds(100), most: .seconds(1))
        for _ in 0..<20 { #expect(backoff.next() <= .seconds(1)) }
        backoff.reset()
        #expect(backoff.next() <= .milliseconds(100))
    }

    @Test func `lanes block without stopping the pool`() async {
        let gate = Gate(12)
        let passed = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<12 {
                group.addTask { await Blocker(number).meet(at: gate) }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(passed == 12)
    }

    private func elapsed(_ body: @Sendable () async -> Void) async -> Duration {
        let start = ContinuousClock.now
        await body()
        return ContinuousClock.now - start
    }
}

private actor Blocker {
    private let lane: Lane
    nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    init(_ number: Int) { lane = Lane("blocker \(number)") }

    func meet(at gate: Gate) -> Bool { gate.pass() }
}

/// Opens once as many threads stand before it as it was made for; on a pool of two they never would.
private final class Gate: @unchecked Sendable {  // its condition guards its count
    private let condition = NSCondition()
    private var missing: Int

    init(_ count: Int) { missing = count }

    func pass() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        missing -= 1
        if missing == 0 { condition.broadcast() }
        let end = Date(timeIntervalSinceNow: 30)
        while missing > 0 { guard condition.wait(until: end) else { return false } }
        return true
    }
}
