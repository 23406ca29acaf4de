import Core
import Foundation
import Messages
import Messaging
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(1)))
struct PermissionTests {
    private static let build = SubjectTable(service: "build")
        .answer(BuildInternalRPC.getBuild) { request, _ in Proto.Build(id: request.buildID) }
        .answer(BuildInternalRPC.cancelBuild) { request, _ in Proto.Build(id: request.buildID) }
        .publishes(live: "log")
    private static let deploy = SubjectTable(service: "deploy").calls(BuildInternalRPC.getBuild).consumes("build").listens(live: "log")

    private static func configuration() throws -> String {
        let users = try [build, deploy].map { table in
            let permissions = String(decoding: try JSONEncoder().encode(table.permissions), as: UTF8.self)
            return "{ user: \(table.service), password: secret, permissions: \(permissions) }"
        }
        return "authorization { users: [ \(users.joined(separator: ", ")) ] }"
    }

    @Test func `a table's permissions are exactly its lines`() {
        let permissions = Self.deploy.permissions
        #expect(
            permissions.publish == [
                "evt.v1.deploy.>", "nudge.v1.deploy.>", "rpc.v1.build.internal.changes", "rpc.v1.build.internal.get_build",
            ])
        #expect(
            permissions.subscribe == [
                "_INBOX_deploy.>", "diag.v1.deploy", "evt.v1.build.>", "live.v1.log.>", "nudge.v1.deploy.>", "rpc.v1.deploy.> deploy",
            ])
    }

    @Test func `the server lets through what is in the table and nothing else`() async throws {
        let keys = try Keys()
        try await withNATSServer(try Self.configuration()) { server in
            let builds = server.connection("build-1", user: "build", password: "secret")
            let deploys = server.connection("deploy-1", user: "deploy", password: "secret")
            let service = Self.build.server(nats: builds, verifier: keys.verifier, log: quiet)
            try await running([builds, deploys, service]) {
                let rpc = RPCClient(nats: deploys, service: "deploy")
                #expect(try await rpc.call(BuildInternalRPC.getBuild, .init(buildID: "x"), .new()).id == "x")

                let start = ContinuousClock.now
                let refused = await fault { try await rpc.call(BuildInternalRPC.cancelBuild, .init(buildID: "x"), .new()) }
                #expect(refused?.code == .internal)
                #expect(ContinuousClock.now - start < .seconds(2), "told at once, not at the deadline")

                // deploy may hear build's facts, and may not hear its requests nor publish in its name.
                let facts = try await deploys.subscribe("evt.v1.build.>", capacity: 8)
                let requests = try await deploys.subscribe("rpc.v1.build.>", capacity: 8)
                try deploys.publish("evt.v1.build.source.moved.p.forged", [])
                try builds.publish("evt.v1.build.source.moved.p.real", [1])
                _ = try await rpc.call(BuildInternalRPC.getBuild, .init(buildID: "y"), .new())
                var iterator = facts.makeAsyncIterator()
                let fact = await iterator.next()
                #expect(fact?.subject == "evt.v1.build.source.moved.p.real")
                await deploys.drain(requests)
                var overheard: [String] = []
                for await message in requests { overheard.append(message.subject) }
                #expect(overheard.isEmpty)
            }
        }
    }
}
