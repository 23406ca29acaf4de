import Core
import Messages
import Messaging
import Synchronization
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(1)))
struct DeadlineTests {
    @Test func `the caller is let go and the handler cancelled at the deadline`() async throws {
        let keys = try Keys()
        let cancelled = Atomic(false)
        let table = SubjectTable(service: "build").answer(BuildRPC.getBuild) { _, _ in
            do { try await Task.sleep(for: .seconds(60)) } catch { cancelled.store(true, ordering: .relaxed) }
            return Proto.Build()
        }
        try await withNATSServer { server in
            try await withPeers(table, keys: keys, on: server) { rpc in
                let start = ContinuousClock.now
                let late = await fault { try await rpc.call(BuildRPC.getBuild, .init(), keys.context(.seconds(2))) }
                #expect(late?.code == .deadlineExceeded)
                #expect(ContinuousClock.now - start >= .milliseconds(1_900))
                try await eventually("the handler is cancelled") { cancelled.load(ordering: .relaxed) }
                #expect(rpc.outstanding == 0)
            }
        }
    }

    @Test func `a request that waited past its deadline never runs`() async throws {
        let keys = try Keys()
        let ran = Mutex<[String]>([])
        let mayEnd = Atomic(false)
        let table = SubjectTable(service: "build").answer(BuildRPC.getBuild) { request, _ in
            ran.withLock { $0.append(request.buildID) }
            while !mayEnd.load(ordering: .relaxed) { try? await Task.sleep(for: .milliseconds(20)) }
            return Proto.Build()
        }
        try await withNATSServer { server in
            try await withPeers(table, keys: keys, width: 1, on: server) { rpc in
                async let first = rpc.call(BuildRPC.getBuild, .init(buildID: "first"), keys.context(.seconds(20)))
                try await eventually("the first runs") { ran.withLock { $0 == ["first"] } }
                #expect(
                    await fault { try await rpc.call(BuildRPC.getBuild, .init(buildID: "late"), keys.context(.milliseconds(200))) }?.code
                        == .deadlineExceeded)
                mayEnd.store(true, ordering: .relaxed)
                _ = try await first
                _ = try await rpc.call(BuildRPC.getBuild, .init(buildID: "last"), keys.context(.seconds(5)))
                #expect(ran.withLock { $0 } == ["first", "last"])
            }
        }
    }

    @Test func `cancelling a call ends it at once and leaves nothing behind`() async throws {
        let keys = try Keys()
        let table = SubjectTable(service: "build").answer(BuildRPC.getBuild) { _, _ in
            try? await Task.sleep(for: .seconds(2))
            return Proto.Build()
        }
        try await withNATSServer { server in
            try await withPeers(table, keys: keys, on: server) { rpc in
                let call = Task { await fault { try await rpc.call(BuildRPC.getBuild, .init(), keys.context()) } }
                try await eventually("it is under way") { rpc.outstanding == 1 }
                let start = ContinuousClock.now
                call.cancel()
                #expect(await call.value?.code == .cancelled)
                #expect(ContinuousClock.now - start < .seconds(1))
                #expect(rpc.outstanding == 0)
            }
        }
    }
}
