import Core
import Synchronization
import Testing
import TestSupport

@testable import LogService

@Suite struct TailNudgesTests {
    /// Counts how often a topic was nudged.
    private func counting(_ nudges: TailNudges, _ topic: TailNudges.Topic, _ body: (@escaping @Sendable () -> Int) async throws -> Void) async throws {
        let count = Count()
        let task = Task {
            await nudges.listening(to: topic) { nudge in
                count.value.withLock { $0 = 0 }
                while !Task.isCancelled {
                    await nudge.wait(atMost: .seconds(600))
                    if !Task.isCancelled { count.value.withLock { $0 += 1 } }
                }
            }
        }
        defer { task.cancel() }
        try await eventually("it listens") { count.value.withLock { $0 >= 0 } }
        try await body { count.value.withLock { $0 } }
        task.cancel()
        await task.value
    }

    private final class Count: Sendable {
        let value = Mutex(-1)
    }

    @Test func `one container's reader is woken, and nobody else`() async throws {
        let nudges = TailNudges()
        try await counting(nudges, .container("a")) { a in
            try await counting(nudges, .container("b")) { b in
                for round in 1...20 {
                    nudges(.container("a"))
                    try await eventually("its reader is woken") { a() == round }
                }
                #expect(b() == 0)
                nudges.all()
                try await eventually("both are woken") { a() == 21 && b() == 1 }
            }
        }
        #expect(nudges.isEmpty)
    }

    @Test(.timeLimit(.minutes(1))) func `who is between two waits misses nothing, and takes nobody's nudge`() async {
        let nudges = TailNudges()
        await nudges.listening(to: .container("a")) { first in
            await nudges.listening(to: .container("a")) { second in
                nudges(.container("a"))
                await first.wait(atMost: .seconds(600))
                await second.wait(atMost: .seconds(600))
            }
        }
    }

    @Test func `a fact wakes the app that it is about, whatever else is read here`() async throws {
        try await Fixture.run { fixture in
            let other = Fixture(pool: fixture.pool, store: fixture.store)
            try await fixture.tell("a", state: "serving")
            try await other.tell("b", state: "serving")
            while try await fixture.store.claim(owner: "log-1") != nil {}
            let nudges = TailNudges()
            let announcements = TailAnnouncements(store: fixture.store, replica: "log-1", nudges: nudges)
            try await announcements.pass()
            try await counting(nudges, .app(fixture.app)) { mine in
                try await counting(nudges, .app(other.app)) { theirs in
                    try await announcements.pass()
                    try await fixture.tell("c", state: "serving")
                    try await announcements.pass()
                    try await eventually("a new container is told") { mine() == 1 }
                    try await fixture.tell("a", state: "stopped")
                    try await announcements.pass()
                    try await eventually("an end is told") { mine() == 2 }
                    #expect(theirs() == 0)
                }
            }
        }
    }
}
