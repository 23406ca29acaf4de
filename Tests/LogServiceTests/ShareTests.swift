import Core
import Postgres
import TestSupport
import Testing

@testable import LogService

@Suite struct ShareTests {
    /// Claims as the pools of these replicas do, until nobody gets any more; how many apps each holds.
    private func settle(_ replicas: [String], _ fixture: Fixture) async throws -> [Int] {
        for _ in 0..<6 {
            for replica in replicas { _ = try await fixture.store.balance(replica) }
            var hasClaimed = true
            while hasClaimed {
                hasClaimed = false
                for replica in replicas where try await fixture.store.claim(owner: replica) != nil { hasClaimed = true }
            }
        }
        var held: [Int] = []
        for replica in replicas {
            held.append(try await fixture.pool.one("counting", "SELECT count(*)::int AS n FROM apps WHERE lease_owner = \(replica)") { try $0.get("n") })
        }
        return held
    }

    @Test(arguments: [4, 10, 31]) func `replicas that come and go share the apps evenly, and none is left alone`(count: Int) async throws {
        try await Fixture.run { fixture in
            for number in 0..<count {
                let app = Fixture(pool: fixture.pool, store: fixture.store)
                try await app.tell("c\(number)", state: "serving")
            }
            #expect(try await settle(["a"], fixture) == [count])
            for replicas in [["a", "b"], ["a", "b", "c"]] {
                let held = try await settle(replicas, fixture)
                #expect(held.reduce(0, +) == count && (held.max() ?? 0) - (held.min() ?? 0) <= 1, "\(held)")
            }
            // One stops gracefully, one dies.
            try await fixture.store.leave("b")
            try await fixture.pool.execute("releasing", "UPDATE apps SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = 'b'")
            let two = try await settle(["a", "c"], fixture)
            #expect(two.reduce(0, +) == count && abs(two[0] - two[1]) <= 1, "\(two)")
            try await fixture.pool.execute("dying", "UPDATE replicas SET seen_at = now() - interval '20 seconds' WHERE replica = 'a'")
            try await fixture.pool.execute("running out", "UPDATE apps SET lease_until = now() - interval '1 second' WHERE lease_owner = 'a'")
            #expect(try await settle(["c"], fixture) == [count])
        }
    }

    @Test func `what was given back is not written by who gave it`() async throws {
        try await Fixture.run { fixture in
            let other = Fixture(pool: fixture.pool, store: fixture.store)
            try await fixture.tell("c1", state: "serving")
            try await other.tell("c2", state: "serving")
            _ = try await fixture.store.balance("a")
            let held = [try await fixture.store.claim(owner: "a"), try await fixture.store.claim(owner: "a")].compactMap { $0 }
            #expect(held.count == 2)
            _ = try await fixture.store.balance("b")
            #expect(try await fixture.store.balance("a") == 1)
            let given = try #require(try await fixture.store.claim(owner: "b"))
            let before = try #require(held.first { $0.app == given.app })
            #expect(try await !fixture.store.renew(before))
            let late = try await fixture.store.append(
                app: before.app, fence: before.fence, container: "c1", mark: TailMark(), lines: [fixture.line("late")])
            #expect(late == nil)
            #expect(try await fixture.store.claim(owner: "b") == nil)
        }
    }
}
