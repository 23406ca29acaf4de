import Core
import Messages
import Messaging
import ServiceLifecycle
import Synchronization
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(1)))
struct MailboxTests {
    @Test func `no more messages are out than the capacity`() async throws {
        try await withNATSServer { server in
            let nats = server.connection("a")
            try await running([nats]) {
                let mailbox = try await nats.subscribe("live.v1.>", capacity: 3)
                let taken = Atomic(0)
                let reader = Task { for await _ in mailbox { taken.add(1, ordering: .relaxed) } }
                defer { reader.cancel() }
                for _ in 0..<10 { try nats.publish("live.v1.x", []) }
                for expected in 3...10 {
                    try await eventually("\(expected) are out") { taken.load(ordering: .relaxed) == expected }
                    try await Task.sleep(for: .milliseconds(50))
                    #expect(taken.load(ordering: .relaxed) == expected, "the next waits for done()")
                    mailbox.done()
                }
            }
        }
    }

    @Test func `that nobody listens is no answer, and no end`() async throws {
        try await withNATSServer { server in
            let nats = server.connection("a")
            try await running([nats]) {
                let answers = try await nats.subscribe("_INBOX_a.*", capacity: 2)
                for number in 0..<5 { try nats.publish("diag.v1.nobody", reply: "_INBOX_a.\(number)", []) }
                try nats.publish("_INBOX_a.answer", [1])
                var iterator = answers.makeAsyncIterator()
                #expect(await iterator.next()?.subject == "_INBOX_a.answer")
            }
        }
    }

    @Test func `messages come in order, with headers`() async throws {
        try await withNATSServer { server in
            let nats = server.connection("a")
            try await running([nats]) {
                let mailbox = try await nats.subscribe("live.v1.log.>", capacity: 3)
                for index in 0..<50 { try nats.publish("live.v1.log.p.\(index)", headers: ["n": "\(index)"], [UInt8(index)]) }
                var iterator = mailbox.makeAsyncIterator()
                for index in 0..<50 {
                    let message = await iterator.next()
                    #expect(message?.subject == "live.v1.log.p.\(index)")
                    #expect(message?.headers == ["n": "\(index)"])
                    #expect(message?.body == [UInt8(index)])
                    mailbox.done()
                }
            }
        }
    }

    @Test func `shutting down answers what was heard`() async throws {
        let keys = try Keys()
        let started = Atomic(0)
        let table = SubjectTable(service: "build").answer(BuildInternalRPC.getBuild) { request, _ in
            started.add(1, ordering: .relaxed)
            try? await Task.sleep(for: .milliseconds(300))
            return Proto.Build(id: request.buildID)
        }
        try await withNATSServer { server in
            let caller = server.connection("gateway-1")
            try await running([caller]) {
                let rpc = RPCClient(nats: caller, service: "gateway")
                let callee = server.connection("build-1")
                // Eight run and eight wait behind them when the shutdown begins.
                let calls = try await running([callee, table.server(nats: callee, verifier: keys.verifier, log: quiet, width: 8)]) {
                    try await callee.connected()
                    let calls = (0..<16).map { index in
                        Task { try await rpc.call(BuildInternalRPC.getBuild, .init(buildID: "\(index)"), .new(deadline: .seconds(10))).id }
                    }
                    try await eventually("eight run") { started.load(ordering: .relaxed) == 8 }
                    try await eventually("the rest is sent") { rpc.outstanding == 16 }
                    return calls
                }
                for (index, call) in calls.enumerated() { #expect(try await call.value == "\(index)") }
            }
        }
    }

    @Test func `a consumer that was cancelled blocks nobody`() async throws {
        try await withNATSServer { server in
            let nats = server.connection("a")
            try await running([nats]) {
                let dead = try await nats.subscribe("live.v1.>", capacity: 1)
                let consumer = Task { for await _ in dead {} }
                consumer.cancel()
                await consumer.value
                let alive = try await nats.subscribe("live.v1.>", capacity: 1)
                for _ in 0..<100 { try nats.publish("live.v1.x", []) }
                var iterator = alive.makeAsyncIterator()
                for _ in 0..<100 {
                    _ = await iterator.next()
                    alive.done()
                }
            }
        }
    }

    @Test func `a header cannot smuggle a line`() async throws {
        try await withNATSServer { server in
            let nats = server.connection("a")
            try await running([nats]) {
                try await nats.connected()
                #expect(throws: Fault.self) { try nats.publish("x", headers: ["a": "b\r\nSlipway-Actor: forged"], []) }
            }
        }
    }
}
