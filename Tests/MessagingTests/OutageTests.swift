import Core
import Messages
import Messaging
import Synchronization
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(2)))
struct OutageTests {
    private static let echo = SubjectTable(service: "build").answer(BuildInternalRPC.getBuild) { request, _ in
        Proto.Build(id: request.buildID)
    }

    @Test func `nobody listening is told before the deadline, in words`() async throws {
        try await withNATSServer { server in
            let nats = server.connection("gateway-1")
            try await running([nats]) {
                let rpc = RPCClient(nats: nats, service: "gateway")
                try await nats.connected()
                let fault = await fault { try await rpc.call(BuildInternalRPC.getBuild, .init(), .new(deadline: .seconds(1))) }
                // At the deadline itself it would be `deadlineExceeded`.
                #expect(fault?.code == .unavailable)
                #expect(fault?.message == "The build service is not answering.")
            }
        }
    }

    @Test func `a service that starts meanwhile still answers`() async throws {
        let keys = try Keys()
        try await withNATSServer { server in
            let nats = server.connection("gateway-1")
            let late = server.connection("build-1")
            try await running([nats]) {
                try await nats.connected()
                let rpc = RPCClient(nats: nats, service: "gateway")
                let early = Task { try await rpc.call(BuildInternalRPC.getBuild, .init(buildID: "x"), .new(deadline: .seconds(5))) }
                try await Task.sleep(for: .milliseconds(300))
                try await running([late, Self.echo.server(nats: late, verifier: keys.verifier, log: quiet)]) {
                    let build = try await early.value
                    #expect(build.id == "x")
                }
            }
        }
    }

    @Test func `connecting waits for the server`() async throws {
        try await withNATSServer { server in
            await server.kill()
            let nats = server.connection("gateway-1")
            try await running([nats]) {
                #expect(await fault { try nats.publish("evt.v1.x", []) }?.code == .unavailable)
                #expect(!nats.isConnected)
                try await server.start()
                try await nats.connected()
                #expect(nats.isConnected)
            }
        }
    }

    @Test func `while disconnected a publish fails at once and is not sent later`() async throws {
        try await withNATSServer { server in
            let nats = server.connection("a")
            try await running([nats]) {
                let mailbox = try await nats.subscribe("live.v1.>", capacity: 8)
                let heard = Mutex<[String]>([])
                let listening = Task { for await message in mailbox { heard.withLock { $0.append(message.subject) }; mailbox.done() } }
                defer { listening.cancel() }
                try nats.publish("live.v1.before", [])
                try await eventually("the first is heard") { heard.withLock { $0 == ["live.v1.before"] } }
                let reconnects = nats.onReconnect()
                await server.kill()
                try await eventually("the loss is noticed") { !nats.isConnected }
                for _ in 0..<10 { #expect(await fault { try nats.publish("live.v1.during", []) }?.code == .unavailable) }
                try await server.start()
                for await _ in reconnects { break }
                try nats.publish("live.v1.after", [])
                try await eventually("the subscription is alive again") { heard.withLock { $0.last == "live.v1.after" } }
                #expect(heard.withLock { $0 } == ["live.v1.before", "live.v1.after"])
            }
        }
    }

    @Test func `a connection cut in the middle of a message leaves nothing of it to the next`() async throws {
        try await withNATSServer { server in
            let relay = try Relay(to: server.url)
            defer { relay.end() }
            let sender = server.connection("a")
            let hearer = NATSConnection(server.client("b", through: relay.port), log: quiet)
            try await running([sender, hearer]) {
                try await sender.connected()
                let mailbox = try await hearer.subscribe("live.v1.>", capacity: 64)
                let heard = Mutex<[[UInt8]]>([])
                let listening = Task { for await message in mailbox { heard.withLock { $0.append(message.body) }; mailbox.done() } }
                defer { listening.cancel() }
                let whole = [UInt8](repeating: 7, count: 100_000)
                // In the first line of a message, in its middle, before its end.
                for cut in [5, 50_000, 100_010] {
                    let reconnects = hearer.onReconnect()
                    relay.cut(after: cut)
                    try sender.publish("live.v1.cut", whole)
                    for await _ in reconnects { break }
                    heard.withLock { $0 = [] }
                    for number in 1...3 { try sender.publish("live.v1.next", [UInt8](repeating: UInt8(number), count: 1_000 * number)) }
                    try await eventually("what follows is heard") { heard.withLock { $0.count } >= 3 }
                    #expect(heard.withLock { $0 } == (1...3).map { [UInt8](repeating: UInt8($0), count: 1_000 * $0) })
                }
            }
        }
    }

    @Test func `requests are answered on the connection that follows a lost one`() async throws {
        let keys = try Keys()
        try await withNATSServer { server in
            let relay = try Relay(to: server.url)
            defer { relay.end() }
            let builds = NATSConnection(server.client("build-1", through: relay.port), log: quiet)
            let gateway = NATSConnection(server.client("gateway-1", through: relay.port), log: quiet)
            try await running([builds, gateway, Self.echo.server(nats: builds, verifier: keys.verifier, log: quiet)]) {
                let rpc = RPCClient(nats: gateway, service: "gateway")
                for round in 0..<10 {
                    let build = try await rpc.call(BuildInternalRPC.getBuild, .init(buildID: "\(round)"), .new(deadline: .seconds(20)))
                    #expect(build.id == "\(round)")
                    relay.cut(after: 3)
                    // Whichever of the two loses its connection now: this call ends, at its deadline when the answer was lost.
                    _ = await fault { try await rpc.call(BuildInternalRPC.getBuild, .init(buildID: "cut"), .new(deadline: .milliseconds(500))) }
                }
            }
        }
    }

    @Test func `when the server goes in the middle every call ends, and later ones work`() async throws {
        let keys = try Keys()
        let table = SubjectTable(service: "build").answer(BuildInternalRPC.getBuild) { request, _ in
            if request.buildID == "slow" { try? await Task.sleep(for: .seconds(3)) }
            return Proto.Build(id: request.buildID)
        }
        try await withNATSServer { server in
            try await withPeers(table, keys: keys, on: server) { rpc in
                let calls = (0..<64).map { _ in
                    Task { await fault { try await rpc.call(BuildInternalRPC.getBuild, .init(buildID: "slow"), .new(deadline: .seconds(30))) } }
                }
                try await eventually("all are under way") { rpc.outstanding == 64 }
                let start = ContinuousClock.now
                await server.kill()
                for call in calls { #expect(await call.value?.code == .unavailable) }
                #expect(ContinuousClock.now - start < .seconds(2))
                #expect(rpc.outstanding == 0)
                // Nothing of this one can have run, so the client itself repeats it until the server is back.
                let through = Task {
                    try await rpc.call(BuildInternalRPC.getBuild, .init(buildID: "through"), .new(deadline: .seconds(20)))
                }
                try await server.start()
                #expect(try await through.value.id == "through")
            }
        }
    }

    @Test func `a connection closed for good ends the process's services`() async throws {
        let users = { (password: String) in "authorization { users: [ { user: build, password: \"\(password)\" } ] }" }
        try await withNATSServer(users("one")) { server in
            let nats = server.connection("build-1", user: "build", password: "one")
            let run = Task { try await nats.run() }
            try await nats.connected()
            await server.kill()
            try await server.configure(users("two"))
            try await server.start()
            await #expect(throws: Fault.self) { try await run.value }
            #expect(!nats.isConnected)
            await #expect(throws: Fault.self) { try await nats.connected() }
        }
    }
}
