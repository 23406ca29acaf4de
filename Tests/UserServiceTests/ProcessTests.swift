import Core
import Foundation
import Messages
import Messaging
import Postgres
import ServiceLifecycle
import TestSupport
import Sealing
import Testing


/// The built binary with a real Postgres and a NATS server that allows it exactly what it asks for.
@Suite(.serialized) struct ProcessTests {
    @Test func `what answers without a configuration`() throws {
        let version = try ServiceProcess.run(["--version"], [:])
        #expect(version.code == 0 && version.output.hasPrefix("slipway-user "))
        let help = try ServiceProcess.run(["--help"], [:])
        #expect(help.code == 0)
        for variable in ["SLIPWAY_DATABASE_HOST", "SLIPWAY_NATS_PASSWORD_FILE", "SLIPWAY_USER_ENVELOPE_PRIVATE_KEY_FILE"] {
            #expect(help.output.contains(variable))
        }
        let subjects = try ServiceProcess.run(["--subjects"], [:])
        let document = try JSONValue(parsing: subjects.output)
        #expect(document["service"] == "user")
        #expect(document["publish"]?.array?.contains("evt.v1.user.>") == true)
        #expect(document["subscribe"]?.array?.contains("rpc.v1.user.> user") == true)
        #expect(try ServiceProcess.run(["--nonsense"], [:]).code == 64)
    }

    @Test func `a missing setting is one sentence and 78`() throws {
        let ended = try ServiceProcess.run([], ["SLIPWAY_INSTALLATION": "test"])
        #expect(ended.code == 78)
        #expect(ended.error == "slipway-user: SLIPWAY_DATABASE_HOST is not set.\n")
    }

    @Test func `it migrates, becomes ready, answers, and stops when asked`() async throws {
        let subjects = try JSONValue(parsing: ServiceProcess.run(["--subjects"], [:]).output)
        let allowed = ["publish", "subscribe"].map { "\($0): { allow: \((subjects[$0] ?? []).encoded()) }" }.joined(separator: ", ")
        let users = """
            authorization { users: [
              { user: user, password: secret, permissions: { \(allowed), allow_responses: true } }
              { user: gateway, password: secret }
            ] }
            """
        try await withDatabase { pool in
            try await withNATSServer(users) { nats in
                let service = try ServiceProcess(database: pool.configuration, nats: nats.url)
                defer { service.remove() }
                try service.start()
                try await eventually("the service is ready", within: .seconds(20), { await service.get("readyz") }) { $0 == "ready\n" }
                let bus = NATSConnection(nats.client("gateway", user: "gateway", password: "secret"), log: PostgresServer.log)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await bus.run() }
                    try await bus.connected()
                    let rpc = RPCClient(nats: bus, service: "gateway")
                    let request = Proto.SignUpRequest(
                        email: "ann@example.org",
                        sealedPassword: try EnvelopeFixture.key().publicKey.seal(Array("correct horse".utf8), purpose: "user.password"))
                    let account = try await rpc.call(UserInternalRPC.signUp, request, .new())
                    #expect(account.name == "ann")
                    try await eventually("the fact is told", {
                        try? await rpc.call(UserInternalRPC.changes, Proto.ChangesRequest(limit: 10), .new()).changes.map(\.entityID)
                    }) { $0 == [account.id] }
                    let nobody = await fault { _ = try await rpc.call(UserRPC.getAccount, Proto.GetAccountRequest(), .new()) }
                    #expect(nobody?.code == .unauthenticated)
                    group.cancelAll()
                }
                let figures = await service.get("metrics")
                #expect(figures.contains("process_resident_memory_bytes"))
                let stopped = ContinuousClock.now
                let code = await service.stop()
                #expect(code == 0)
                #expect(ContinuousClock.now - stopped < .seconds(10))
                let lines = service.log.split(separator: "\n").map { try? JSONValue(parsing: Array($0.utf8)) }
                #expect(
                    !lines.isEmpty && lines.allSatisfy { $0?["service"] == "user" && $0?["replica"] == "user-7" }, "\(service.log)")
                #expect(lines.last??["message"] == "stopped")
                #expect(!service.log.contains("correct horse"))
            }
        }
    }
}
