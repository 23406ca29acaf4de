import ChangeFeed
import Core
import Messages
import Postgres
import TestSupport

@testable import DeployService

/// The store over a database of the test's own.
struct Fixture: Sendable {
    let pool: PostgresPool
    let store: DeployStore
    let app = AppID()
    let project = ProjectID()

    static func run(_ body: @escaping @Sendable (Fixture) async throws -> Void) async throws {
        try await withDatabase(migrations: ChangeFeed.migrations + Migrations.all) { pool in
            try await body(Fixture(pool: pool, store: DeployStore(pool: pool, replica: "deploy-1", committed: { _ in })))
        }
    }

    var desired: Proto.AppDesired {
        Proto.AppDesired(
            app: Proto.App(
                id: app.description, projectID: project.description, projectName: "acme", name: "shop",
                source: Proto.SourceSettings(repository: "file:///r", branch: "main"), build: Proto.BuildSettings(method: "auto"),
                run: Proto.RunSettings(instances: 1), host: "shop-acme.localhost", url: "http://shop-acme.localhost", state: "active"),
            config: 1)
    }

    func new(_ trigger: Trigger = .manual, commit: String? = nil, version: String? = nil, id: DeploymentID = DeploymentID()) -> NewDeployment {
        NewDeployment(id: id, desired: desired, trigger: trigger, commit: commit, branch: "main", sourceVersion: version, config: 1)
    }

    func create(_ trigger: Trigger = .manual, commit: String? = nil) async throws -> Deployment {
        try await store.create(new(trigger, commit: commit))
    }

    /// Claims what is due, which must be this deployment.
    func claim(_ deployment: Deployment) async throws -> Leased<DeploymentID> {
        guard let lease = try await store.claimDeployment(), lease.key == deployment.id else {
            throw Fault.internal("#\(deployment.number) was not to be claimed")
        }
        return lease
    }

    /// Takes a deployment through its whole ledger without any of the work.
    @discardableResult
    func makeLive(_ deployment: Deployment, commit: String = "c0ffee", image: String? = nil, hasVariables: Bool = true) async throws -> Deployment {
        let lease = try await claim(deployment)
        while let state = try await store.state(lease), let next = state.next {
            _ = try await store.begin(next.step, lease)
            switch next.step {
            case .release:
                let number = try await store.releaseNumber(lease) ?? 0
                var release = RenderingTests.release()
                (release.app, release.number, release.commit) = (app, number, commit)
                if let image { release.image = image }
                if hasVariables { release.variables = [SealedValue(key: "TOKEN", isSecret: true, value: [1, 2, 3])] }
                _ = try await store.keep(release, lease, detail: "sealed", input: "x")
            case .route: _ = try await store.goLive(lease, detail: "moved")
            default:
                _ = try await store.advance(lease, "finishing step") { db, _, deployment in
                    try db.finishStep(next.step, of: deployment.id, .succeeded, detail: "")
                }
            }
        }
        return try await reread(deployment)
    }

    func reread(_ deployment: Deployment) async throws -> Deployment {
        guard let found = try await store.deployment(deployment.id) else { throw Fault.notFound("deployment \(deployment.id)") }
        return found
    }

    func facts(_ entity: String) async throws -> [String] {
        try await pool.query("reading facts", "SELECT verb FROM changes WHERE entity = \(entity) ORDER BY id") { try $0.get("verb") }
    }

    func statuses() async throws -> [Proto.AppStatus] {
        try await pool.query("reading facts", "SELECT payload FROM changes WHERE entity = 'app' ORDER BY id") { row in
            try Proto.AppStatus(decoding: try row.get("payload"))
        }
    }
}
