import Core
import Identity
import Logging
import Messages
import Messaging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import ProjectService

@Suite(.serialized) struct DeletionTests {
    let ann = AccountID()

    @Test func `deleting is for owners, happens once, and closes the project to changes`() async throws {
        try await Fixture.run { fixture in
            let id = try await fixture.create("shop", by: ann)
            let handler = DeleteProjectHandler(store: fixture.store, deletions: Nudge())
            let request = Proto.DeleteProjectRequest(projectID: id.description)
            #expect(await code { _ = try await handler.handle(request, fixture.context(ann, in: id, as: .admin)) } == .permissionDenied)
            let owner = fixture.context(ann, in: id, as: .owner)
            _ = try await handler.handle(request, owner)
            _ = try await handler.handle(request, owner)
            #expect(try await fixture.store.membership(of: ann, in: .name("shop"))?.project.state == .deleting)
            #expect(try await fixture.facts() == ["project created", "member created", "project deleting"])
            let rename = Proto.UpdateProjectRequest(projectID: id.description, displayName: "x")
            #expect(
                await code { _ = try await UpdateProjectHandler(store: fixture.store, limit: LogRetentionLimit(days: 30, bytes: 1 << 30)).handle(rename, owner) } == .failedPrecondition)
        }
    }

    @Test func `an active project can't be removed`() async throws {
        try await Fixture.run { fixture in
            let id = try await fixture.create("shop", by: ann)
            #expect(try await fixture.store.remove(id) == false)
        }
    }

    @Test func `the row goes when the app service says that nothing is left, whatever it said before`() async throws {
        try await Fixture.run { fixture in
            let shop = try await fixture.create("shop", by: ann)
            let blog = try await fixture.create("blog", by: ann)
            let apps = Apps()
            try await withApps(apps) { rpc in
                let reconciler = DeletionReconciler(store: fixture.store, rpc: rpc, log: Logger(label: "test"))
                try await fixture.store.markDeleting(shop)
                try await fixture.store.markDeleting(blog)
                apps.answers.withLock { $0 = [shop.description: .fault, blog.description: .remaining] }
                try await reconciler.pass()
                #expect(try await fixture.store.deleting() == [shop, blog])
                apps.answers.withLock { $0 = [shop.description: .fault, blog.description: .done] }
                try await reconciler.pass()
                #expect(try await fixture.store.deleting() == [shop])
                apps.answers.withLock { $0 = [shop.description: .done] }
                try await reconciler.pass()
                try await reconciler.pass()
            }
            #expect(try await fixture.store.membership(of: ann, in: .id(shop)) == nil)
            #expect(try await fixture.facts().suffix(2) == ["project deleted", "project deleted"])
            #expect(try await fixture.create("shop", by: ann) != shop)
        }
    }

    private enum Answer { case done, remaining, fault }

    /// What the app service says of a project.
    private final class Apps: Sendable {
        let answers = Mutex<[String: Answer]>([:])
    }

    /// An app service on a real bus, answering from the table of the test.
    private func withApps(_ apps: Apps, _ body: @escaping @Sendable (RPCClient) async throws -> Void) async throws {
        try await withNATS { url in
            func connection(_ name: String) -> NATSConnection {
                NATSConnection(
                    NATSConfiguration(url: url, user: "", password: Secret(""), name: name), log: Logger(label: "test"))
            }
            let (ours, theirs) = (connection("project"), connection("app"))
            let verifier = try ActorVerifier(publicKey: ActorSigner(privateKey: Array(repeating: 7, count: 32)).publicKey)
            let server = SubjectTable(service: "app")
                .answer(AppInternalRPC.deleteProject) { request, _ in
                    switch apps.answers.withLock({ $0[request.projectID] }) {
                    case .done: return Proto.DeletionReply(done: true)
                    case .remaining: return Proto.DeletionReply(done: false, remaining: "2 apps")
                    case .fault, nil: throw Fault.internal("a bug")
                    }
                }
                .server(nats: theirs, verifier: verifier, log: Logger(label: "test"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await ours.run() }
                group.addTask { try await theirs.run() }
                group.addTask { try await server.run() }
                try await ours.connected()
                try await theirs.connected()
                let rpc = RPCClient(nats: ours, service: "project")
                try await body(rpc)
                group.cancelAll()
            }
        }
    }
}
