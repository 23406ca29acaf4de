import Core
import Logging
import Reconciliation
import ServiceLifecycle
import TestSupport
import Testing

private let quiet: Logger = {
    var log = Logger(label: "tests.reconciliation")
    log.logLevel = .critical
    return log
}()

private func running(_ service: some Service, _ body: @Sendable () async throws -> Void) async throws {
    let group = ServiceGroup(configuration: .init(services: [.init(service: service)], logger: quiet))
    let run = Task { try await group.run() }
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
    await group.triggerGracefulShutdown()
    _ = try await run.value
    try outcome.get()
}

@Suite struct ReconciliationTests {
    @Test func `a pass runs at once, by the clock, and after one that failed`() async throws {
        let passes = Recorder<Void>()
        let reconciler = Reconciler("things", every: .milliseconds(30), nudge: Nudge(), log: quiet) {
            passes.record(())
            if passes.all.count == 2 { throw Fault.internal("once") }
        }
        try await running(reconciler) { try await eventually("it goes on") { passes.all.count >= 5 } }
    }

    @Test func `nudges during a pass are one more pass`() async throws {
        let passes = Recorder<Void>()
        let nudge = Nudge()
        let reconciler = Reconciler("things", every: .seconds(3_600), nudge: nudge, log: quiet) {
            passes.record(())
            if passes.all.count == 1 { try await Task.sleep(for: .milliseconds(200)) }
        }
        try await running(reconciler) {
            try await eventually("the first pass runs") { passes.all.count == 1 }
            for _ in 0..<100 { nudge() }
            try await eventually("one more runs") { passes.all.count == 2 }
            try await Task.sleep(for: .milliseconds(200))
            #expect(passes.all.count == 2)
        }
    }

    @Test func `a stop ends a pass that waits`() async throws {
        let begun = Recorder<Void>()
        let reconciler = Reconciler("things", every: .seconds(1), nudge: Nudge(), log: quiet) {
            begun.record(())
            try await Task.sleep(for: .seconds(600))
        }
        let start = ContinuousClock.now
        try await running(reconciler) { try await eventually("it begins") { !begun.all.isEmpty } }
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func `workers are as many as there is room for, and all the work is done once`() async throws {
        let queue = Queue(Array(0..<40))
        let done = Recorder<Int>()
        let pool = WorkerPool("things", width: 3, nudge: Nudge(), log: quiet, claim: { await queue.claim() }) { item in
            try? await Task.sleep(for: .milliseconds(5))
            done.record(item)
            await queue.finish()
        }
        try await running(pool) { try await eventually("all is done") { done.all.count == 40 } }
        #expect(done.all.sorted() == Array(0..<40))
        #expect(await queue.most == 3)
    }

    @Test func `a nudge wakes the workers`() async throws {
        let queue = Queue([])
        let done = Recorder<Int>()
        let nudge = Nudge()
        let pool = WorkerPool("things", width: 2, every: .seconds(3_600), nudge: nudge, log: quiet, claim: { await queue.claim() }) { item in
            done.record(item)
            await queue.finish()
        }
        try await running(pool) {
            for item in 0..<5 {
                await queue.add(item)
                nudge()
                try await eventually("\(item) is done") { done.all.count == item + 1 }
            }
        }
    }

    @Test func `a stop cancels what runs and claims no more`() async throws {
        let queue = Queue(Array(0..<10))
        let ended = Recorder<Bool>()
        let pool = WorkerPool("things", width: 2, nudge: Nudge(), log: quiet, claim: { await queue.claim() }) { _ in
            try? await Task.sleep(for: .seconds(600))
            ended.record(Task.isCancelled)
        }
        try await running(pool) { try await eventually("two are at work") { await queue.claimed == 2 } }
        #expect(ended.all == [true, true])
        #expect(await queue.claimed == 2)
    }

    @Test func `a lease that is lost cancels the work`() async throws {
        let beats = Recorder<Void>()
        let thrown = await #expect(throws: LeaseLost.self) {
            try await withHeartbeat(every: .milliseconds(20)) {
                beats.record(())
                if beats.all.count == 2 { throw Fault.unavailable("the database is away") }
                return beats.all.count < 4
            } _: {
                try await Task.sleep(for: .seconds(600))
            }
        }
        #expect(thrown != nil)
        #expect(beats.all.count == 4)
    }

    @Test func `what ended well counts, though its lease ended with it`() async throws {
        let isOver = Recorder<Void>()
        let value = try await withHeartbeat(every: .milliseconds(10)) { isOver.all.isEmpty } _: {
            isOver.record(())
            // The row says that it is over, so the beat finds no lease; the last words are still being said.
            try? await Task.sleep(for: .milliseconds(200))
            return 7
        }
        #expect(value == 7)
    }

    @Test func `work in time ends its heartbeat`() async throws {
        let beats = Recorder<Void>()
        let value = try await withHeartbeat(every: .milliseconds(10)) { beats.record(()); return true } _: {
            try await Task.sleep(for: .milliseconds(100))
            return 7
        }
        #expect(value == 7)
        let count = beats.all.count
        #expect(count > 0)
        try await Task.sleep(for: .milliseconds(50))
        #expect(beats.all.count == count)
    }
}

private actor Queue {
    private var items: [Int]
    private var atWork = 0
    private(set) var most = 0
    private(set) var claimed = 0

    init(_ items: [Int]) { self.items = items }

    func add(_ item: Int) { items.append(item) }

    func claim() -> Int? {
        guard !items.isEmpty else { return nil }
        atWork += 1
        claimed += 1
        most = max(most, atWork)
        return items.removeFirst()
    }

    func finish() { atWork -= 1 }
}
