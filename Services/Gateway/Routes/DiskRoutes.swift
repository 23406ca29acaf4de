import Core
import HTTPTypes
import Hosting
import Messages
import Postgres
import Wire

/// What takes the installation's disk, and giving back what nothing needs.
struct DiskRoutes: RouteGroup {
    static let tag = Tag("Disk", "What takes the installation's disk, and giving back what nothing needs.")

    /// The gateway's own database.
    let pool: PostgresPool

    private static let databases: [(service: String, RPCMethod<Proto.Empty, Proto.StorageReply>)] = [
        ("user", UserInternalRPC.storage), ("project", ProjectInternalRPC.storage), ("app", AppInternalRPC.storage),
        ("build", BuildInternalRPC.storage), ("deploy", DeployInternalRPC.storage), ("log", LogInternalRPC.storage),
    ]

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/admin/disk", "getDisk", "What takes disk: images by app, the registry, databases, logs.", .operator,
                details: "A service that does not answer is named in `missing`; the rest is told all the same.",
                answer: .ok(DiskView.schema), disk),
            Route(
                .post, "/api/v1/admin/collections", "collectImages", "Remove the images that nothing needs, now.", .operator,
                details: "While one is under way, it is the answer. Deployments go on; pushes of images wait for a moment.",
                body: [], answer: .accepted(Proto.Collection.schema), collect),
            Route(
                .get, "/api/v1/admin/collections/{collection}", "getCollection", "How far a collection is, and what it freed.",
                .operator, answer: .ok(Proto.Collection.schema), collection),
        ]
    }

    private func collect(_ call: Call) async throws -> Answer {
        let id: ID<Self> = call.command.id("collection")
        return .accepted(try await call.send(BuildRPC.collect, Proto.CollectRequest(id: id.description)).json)
    }

    private func collection(_ call: Call) async throws -> Answer {
        let id = try call.id("collection", of: "collection", as: ID<Self>.self)
        return .ok(try await call.send(BuildRPC.getCollection, Proto.GetCollectionRequest(collectionID: id.description)).json)
    }

    private func disk(_ call: Call) async throws -> Answer {
        async let images = part("Images") { try await call.live.send(BuildRPC.measureImages, Proto.Empty()) }
        let own = await part("The gateway's database") { try await DatabaseSize.measure(pool) }
        var databases = await withTaskGroup { group in
            for (service, method) in Self.databases {
                group.addTask { (service, await part("The \(service) service's database") { try await call.ask(method, Proto.Empty()) }) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        databases["gateway"] = own
        return .ok(DiskView(images: await images, databases: databases).json)
    }

    /// An answer, or the sentence that says what is missing.
    private func part<T: Sendable>(_ what: String, _ ask: @Sendable () async throws -> T) async -> DiskView.Part<T> {
        do { return .told(try await ask()) } catch { return .missing("\(what): \(Fault.wrapping(error, "measuring").message)") }
    }
}
