import ChangeFeed
import Core
import Identity
import Messages
import Messaging
import Postgres
import TestSupport
import Testing
import Wire

@testable import ProjectService

struct Fixture: Sendable {
    let pool: PostgresPool
    let store: ProjectStore

    static func run(_ body: @escaping @Sendable (Fixture) async throws -> Void) async throws {
        try await withDatabase(migrations: ChangeFeed.migrations + Migrations.all) { pool in
            try await body(Fixture(pool: pool, store: ProjectStore(pool: pool, committed: {})))
        }
    }

    func context(_ account: AccountID, in project: ProjectID? = nil, as role: Role? = nil) -> RequestContext {
        let actor = Actor(
            account: account, project: project, role: role, scopes: [.read, .deploy, .admin],
            expires: .now().adding(.seconds(60)))
        return RequestContext(actor: actor, requestID: "r", deadline: .after(.seconds(5)), caller: "gateway")
    }

    func create(_ name: String, by owner: AccountID, id: ProjectID = ProjectID(), quota: Int = 50) async throws -> ProjectID {
        let reply = try await CreateProjectHandler(store: store, quota: quota).handle(
            Proto.CreateProjectRequest(name: name, id: id.description), context(owner))
        return try ProjectID(validating: reply.id, field: "id")
    }

    /// What the change feed tells, in order.
    func facts() async throws -> [String] {
        try await pool.query("reading facts", "SELECT entity, verb FROM changes ORDER BY id") { row in
            "\(try row.get("entity", as: String.self)) \(try row.get("verb", as: String.self))"
        }
    }
}

/// The code of the fault that `body` throws.
func code(_ body: () async throws -> Void) async -> FaultCode? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? Fault)?.code
    }
}

@Suite(.serialized) struct ProjectTests {
    let ann = AccountID()
    let bob = AccountID()

    @Test func `whoever makes a project owns it, and it is told`() async throws {
        try await Fixture.run { fixture in
            let reply = try await CreateProjectHandler(store: fixture.store, quota: 50).handle(
                Proto.CreateProjectRequest(name: "shop"), fixture.context(ann))
            #expect(reply.name == "shop" && reply.role == "owner" && reply.state == "active")
            #expect(reply.ownerID == ann.description)
            #expect(try await fixture.facts() == ["project created", "member created"])
        }
    }

    @Test func `the same command again is the same project`() async throws {
        try await Fixture.run { fixture in
            let id = try await fixture.create("shop", by: ann)
            #expect(try await fixture.create("shop", by: ann, id: id) == id)
            #expect(try await fixture.facts().count == 2)
        }
    }

    @Test func `a name is taken once in the installation`() async throws {
        try await Fixture.run { fixture in
            _ = try await fixture.create("shop", by: ann)
            #expect(await code { _ = try await fixture.create("shop", by: bob) } == .alreadyExists)
        }
    }

    @Test(arguments: ["", "Shop", "shop_", "-shop", "shop-", "1shop", String(repeating: "a", count: 31), "s.p", "shöp"])
    func `a name is a DNS label`(_ name: String) async throws {
        try await Fixture.run { fixture in
            #expect(await code { _ = try await fixture.create(name, by: ann) } == .invalidArgument)
        }
    }

    @Test func `the quota holds when all come at once`() async throws {
        try await Fixture.run { fixture in
            let codes = await withTaskGroup(of: FaultCode?.self) { group in
                for number in 0..<6 {
                    group.addTask { await code { _ = try await fixture.create("p\(number)", by: ann, quota: 3) } }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.filter { $0 == nil }.count == 3)
            #expect(codes.filter { $0 == .resourceExhausted }.count == 3)
            _ = try await fixture.create("other", by: bob, quota: 3)
        }
    }

    @Test func `a membership is found by id and by name, and a stranger finds nothing`() async throws {
        try await Fixture.run { fixture in
            let id = try await fixture.create("shop", by: ann)
            let handler = GetMembershipHandler(store: fixture.store)
            for text in [id.description, id.description.uppercased(), "shop"] {
                let reply = try await handler.handle(
                    Proto.MembershipRequest(accountID: ann.description, project: text), fixture.context(ann))
                #expect(reply.projectID == id.description && reply.projectName == "shop" && reply.role == "owner")
                let stranger = Proto.MembershipRequest(accountID: bob.description, project: text)
                #expect(await code { _ = try await handler.handle(stranger, fixture.context(bob)) } == .notFound)
            }
        }
    }

    @Test func `only the project that the gateway authorized is there`() async throws {
        try await Fixture.run { fixture in
            let shop = try await fixture.create("shop", by: ann)
            let blog = try await fixture.create("blog", by: bob)
            let handler = GetProjectHandler(store: fixture.store)
            let context = fixture.context(ann, in: shop, as: .owner)
            #expect(try await handler.handle(Proto.GetProjectRequest(projectID: shop.description), context).name == "shop")
            let other = Proto.GetProjectRequest(projectID: blog.description)
            #expect(await code { _ = try await handler.handle(other, context) } == .notFound)
        }
    }

    @Test func `a list is one's own, by name, in complete pages`() async throws {
        try await Fixture.run { fixture in
            for name in ["echo", "alpha", "delta", "bravo", "charlie"] { _ = try await fixture.create(name, by: ann) }
            _ = try await fixture.create("foreign", by: bob)
            let handler = ListProjectsHandler(store: fixture.store)
            var names: [String] = []
            var cursor = ""
            repeat {
                let page = try await handler.handle(
                    Proto.ListProjectsRequest(limit: 2, cursor: cursor), fixture.context(ann))
                names += page.items.map(\.name)
                cursor = page.nextCursor ?? ""
            } while !cursor.isEmpty
            #expect(names == ["alpha", "bravo", "charlie", "delta", "echo"])
            let broken = Proto.ListProjectsRequest(cursor: "§")
            #expect(await code { _ = try await handler.handle(broken, fixture.context(ann)) } == .invalidArgument)
        }
    }

    @Test func `renaming needs an admin and is told`() async throws {
        try await Fixture.run { fixture in
            let id = try await fixture.create("shop", by: ann)
            let handler = UpdateProjectHandler(store: fixture.store, limit: LogRetentionLimit(days: 30, bytes: 1 << 30))
            let request = Proto.UpdateProjectRequest(projectID: id.description, displayName: "The shop")
            #expect(await code { _ = try await handler.handle(request, fixture.context(ann, in: id, as: .deployer)) } == .permissionDenied)
            _ = try await handler.handle(request, fixture.context(ann, in: id, as: .admin))
            #expect(try await fixture.store.membership(of: ann, in: .id(id))?.project.displayName == "The shop")
            #expect(try await fixture.facts().last == "project updated")
        }
    }

    @Test func `every method of the contract is answered`() async throws {
        try await Fixture.run { fixture in
            let answered = Set(Subjects.table(fixture.store, quota: 1, retention: LogRetentionLimit(days: 30, bytes: 1 << 30), deletions: Nudge()).answered)
            // The host answers the change feed.
            #expect(answered.union([ProjectInternalRPC.changes.subject, ProjectInternalRPC.storage.subject]) == Set(ProjectRPC.all + ProjectInternalRPC.all))
            #expect(Subjects.declared.permissions.publish.contains(AppInternalRPC.deleteProject.subject))
        }
    }
}
