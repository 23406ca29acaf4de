import ChangeFeed
import Core
import Identity
import Messages
import Messaging
import Postgres
import TestSupport

@testable import LogService

/// A log service's database, and an app in it.
struct Fixture: Sendable {
    let pool: PostgresPool
    let store: LogStore
    let app = AppID()
    let project = ProjectID()

    static func run(_ body: @escaping @Sendable (Fixture) async throws -> Void) async throws {
        try await withDatabase(migrations: ChangeFeed.migrations + Migrations.all) { pool in
            try await body(Fixture(pool: pool, store: LogStore(pool: pool)))
        }
    }

    /// Appends lines of these texts.
    @discardableResult
    func append(
        _ texts: [String], writer: String = "w", from first: Int64 = 1, change: (inout LogLine) -> Void = { _ in }
    ) async throws -> StoredLines? {
        try await store.append(app: app, project: project, writer: writer, firstOrdinal: first, lines: texts.map { line($0, change) })
    }

    func line(_ text: String, _ change: (inout LogLine) -> Void = { _ in }) -> LogLine {
        var line = LogLine(time: .now(), source: .instance, instance: "shop-1-a", stream: .stdout, message: Array(text.utf8))
        change(&line)
        return line
    }

    /// The reply to somebody who may look at the project.
    func read(_ change: (inout Proto.ReadLinesRequest) -> Void = { _ in }) async throws -> Proto.LineList {
        var request = Proto.ReadLinesRequest(appID: app.description)
        change(&request)
        return try await ReadLinesHandler(store: store).handle(request, context(project))
    }

    func context(_ project: ProjectID) -> RequestContext {
        let actor = Actor(account: AccountID(), project: project, role: .viewer, scopes: [.read], expires: .now().adding(.seconds(60)))
        return RequestContext(actor: actor, requestID: "r", deadline: .after(.seconds(5)), caller: "gateway")
    }

    /// Everything that is stored of the app, in its order.
    func stored() async throws -> [Proto.Line] {
        var lines: [Proto.Line] = []
        var cursor = "a0"
        while true {
            let page = try await read { ($0.cursor, $0.limit) = (cursor, 500) }
            if page.items.isEmpty { return lines }
            lines += page.items
            cursor = page.nextCursor
        }
    }

    /// The deploy service tells of an instance.
    func tell(_ container: String, state: String, verb: String = "serving") async throws {
        let instance = Proto.Instance(
            id: InstanceID().description, name: "shop-1-a", appID: app.description, projectID: project.description,
            deploymentID: DeploymentID().description, state: state, containerID: container)
        try await pool.transaction("telling of an instance") { db in try InstanceFacts.apply(db, instance, verb: verb) }
    }
}

extension Proto.Line {
    var text: String { String(decoding: message, as: UTF8.self) }
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
