import Core
import Identity
import Messages
import Messaging
import Synchronization
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(1)))
struct CallTests {
    @Test func `a call carries its request, its context and its answer`() async throws {
        let keys = try Keys()
        let seen = Mutex<RequestContext?>(nil)
        let onwards = Mutex<CallContext?>(nil)
        let table = SubjectTable(service: "build").answer(BuildRPC.getBuild) { request, context in
            seen.withLock { $0 = context }
            onwards.withLock { $0 = .new() }
            return Proto.Build(id: request.buildID, projectID: try context.project.description)
        }
        try await withNATSServer { server in
            try await withPeers(table, keys: keys, on: server) { rpc in
                var context = keys.context()
                context.idempotencyKey = "once"
                context.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
                let build = try await rpc.call(BuildRPC.getBuild, .init(buildID: "b1"), context)
                #expect(build == Proto.Build(id: "b1", projectID: keys.project.description))
                let got = try #require(seen.withLock { $0 })
                #expect(got.requestID == context.requestID)
                #expect(got.deadline == context.deadline)
                #expect(got.idempotencyKey == "once")
                #expect(got.traceparent == context.traceparent)
                let own = try #require(onwards.withLock { $0 })
                #expect(own.requestID == context.requestID, "calls of a handler belong to its request")
                #expect(own.traceparent == context.traceparent)
                #expect(got.caller == "gateway")
                #expect(got.actor?.account == keys.account)
                let onward = got.calling(deadline: .seconds(60))
                #expect(onward.actor == context.actor)
                #expect(onward.deadline == context.deadline, "a deadline never grows")
                #expect(rpc.outstanding == 0)
            }
        }
    }

    @Test func `a fault arrives whole, but for its detail`() async throws {
        let keys = try Keys()
        let thrown = Fault(
            .resourceExhausted, "Too many builds.", fields: [FieldError(field: "app_id", message: "has 3")], reason: "quota",
            retryAfter: .milliseconds(1500), detail: "select 1")
        let table = SubjectTable(service: "build")
            .answer(BuildRPC.getBuild) { _, _ in throw thrown }
            .answer(BuildRPC.cancelBuild) { _, _ in throw Fault.internal("the password is hunter2") }
        try await withNATSServer { server in
            try await withPeers(table, keys: keys, on: server) { rpc in
                let got = await fault { try await rpc.call(BuildRPC.getBuild, .init(), keys.context()) }
                var told = thrown
                told.detail = nil
                #expect(got == told)
                let inside = await fault { try await rpc.call(BuildRPC.cancelBuild, .init(), keys.context()) }
                #expect(inside?.code == .internal)
                #expect(inside?.message == "internal error")
                #expect(inside?.detail == nil)
            }
        }
    }

    @Test func `a method of people needs a verified actor, an internal one none`() async throws {
        let keys = try Keys()
        let ran = Atomic(0)
        let table = SubjectTable(service: "build")
            .answer(BuildRPC.getBuild) { _, _ in
                ran.add(1, ordering: .relaxed)
                return Proto.Build()
            }
            .answer(BuildInternalRPC.getBuild) { _, context in Proto.Build(id: context.actor == nil ? "nobody" : "somebody") }
        try await withNATSServer { server in
            try await withPeers(table, keys: keys, on: server) { rpc in
                let forged = try Keys().actor()
                for actor in [nil, "", "nonsense", forged, keys.actor(expires: .seconds(-1))] {
                    var context = keys.context()
                    context.actor = actor
                    #expect(await fault { try await rpc.call(BuildRPC.getBuild, .init(), context) }?.code == .unauthenticated)
                }
                #expect(ran.load(ordering: .relaxed) == 0)
                #expect(try await rpc.call(BuildInternalRPC.getBuild, .init(), .new()).id == "nobody")
                #expect(try await rpc.call(BuildInternalRPC.getBuild, .init(), keys.context()).id == "somebody")
            }
        }
    }

    @Test func `roles are ordered`() async throws {
        let keys = try Keys()
        let table = SubjectTable(service: "build").answer(BuildRPC.cancelBuild) { _, context in
            try context.require(.deployer)
            return Proto.Build()
        }
        try await withNATSServer { server in
            try await withPeers(table, keys: keys, on: server) { rpc in
                var context = keys.context()
                context.actor = keys.actor(.viewer)
                #expect(await fault { try await rpc.call(BuildRPC.cancelBuild, .init(), context) }?.code == .permissionDenied)
                context.actor = keys.actor(.admin)
                _ = try await rpc.call(BuildRPC.cancelBuild, .init(), context)
            }
        }
    }

    @Test func `what a service does not answer is unimplemented`() async throws {
        let keys = try Keys()
        try await withNATSServer { server in
            try await withPeers(SubjectTable(service: "build"), keys: keys, on: server) { rpc in
                #expect(await fault { try await rpc.call(BuildRPC.getBuild, .init(), keys.context()) }?.code == .unimplemented)
            }
        }
    }

    @Test func `an answer that is too large is a fault, not silence`() async throws {
        let keys = try Keys()
        let table = SubjectTable(service: "build").answer(BuildRPC.getBuild) { _, _ in
            Proto.Build(plan: String(repeating: "x", count: 300_000))
        }
        try await withNATSServer { server in
            try await withPeers(table, keys: keys, on: server) { rpc in
                #expect(await fault { try await rpc.call(BuildRPC.getBuild, .init(), keys.context()) }?.code == .outOfRange)
            }
        }
    }

    @Test func `sixty-four at once, and never more than the width`() async throws {
        let keys = try Keys()
        let inside = Atomic(0)
        let most = Atomic(0)
        let table = SubjectTable(service: "build").answer(BuildRPC.getBuild) { request, _ in
            let now = inside.add(1, ordering: .relaxed).newValue
            most.max(now, ordering: .relaxed)
            // All stay until there were as many as may be, and a little longer, for one more to show itself.
            repeat { try? await Task.sleep(for: .milliseconds(20)) } while most.load(ordering: .relaxed) < 64 && !Task.isCancelled
            inside.subtract(1, ordering: .relaxed)
            return Proto.Build(id: request.buildID)
        }
        try await withNATSServer { server in
            try await withPeers(table, keys: keys, width: 64, on: server) { rpc in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for index in 0..<500 {
                        group.addTask {
                            let build = try await rpc.call(BuildRPC.getBuild, .init(buildID: "\(index)"), keys.context(.seconds(20)))
                            #expect(build.id == "\(index)")
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(most.load(ordering: .relaxed) == 64)
                #expect(rpc.outstanding == 0)
            }
        }
    }
}

/// The fault that `body` ends with; nil when it does not.
func fault<T>(_ body: () async throws -> T) async -> Fault? {
    do {
        _ = try await body()
        return nil
    } catch {
        return .wrapping(error, "testing")
    }
}
