import Core
import Identity
import Logging
import Messages
import Messaging
import ServiceLifecycle
import Wire

/// The call that is measured: an id there, an app of half a kilobyte back, on behalf of a person.
enum Question {
    static let method = RPCMethod<Proto.GetAppRequest, Proto.App>("bench", "get_app")

    static let answer = Proto.App(
        id: ID<Resource>().description, projectID: ID<Resource>().description, projectName: "acme", name: "shop",
        source: Proto.SourceSettings(repository: "https://git.example.com/acme/shop", branch: "main", autoDeploy: true),
        build: Proto.BuildSettings(method: "dockerfile", dockerfile: "Dockerfile"),
        run: Proto.RunSettings(port: 8080, instances: 2, healthPath: "/healthz", cpu: "500m", memory: "512Mi"),
        host: "shop-acme.localhost", url: "http://shop-acme.localhost:8081", config: 7, state: "active", status: "live",
        latestDeployment: Proto.DeploymentSummary(id: ID<Resource>().description, status: "live", number: 12),
        currentDeploymentID: ID<Resource>().description, instances: 2, createdAt: 1_760_000_000_000_000, updatedAt: 1_760_000_000_000_000)
}

/// Answers calls; its windows only wait.
struct AnswerLoad: Load {
    private let nats: NATSConnection

    init(_ given: Given, _ log: Logger) async throws {
        nats = try await given.bus("bench-answer", log: log)
        let verifier = try ActorVerifier(publicKey: given.signer.publicKey)
        let table = SubjectTable(service: "bench").answer(Question.method) { (request, context) async throws(Fault) in
            _ = try context.project
            guard !request.appID.isEmpty else { throw .invalid("app_id", "is needed") }
            return Question.answer
        }
        let server = table.server(nats: nats, verifier: verifier, log: log)
        Task { try await server.run() }
    }

    func run(_ window: Window) async throws -> Figures {
        try await Task.sleep(for: window.duration)
        return Figures([], in: window.duration)
    }
}

/// Calls, as the gateway does.
struct CallLoad: Load {
    private let rpc: RPCClient
    private let signer: ActorSigner
    private let app = ID<Resource>().description

    init(_ given: Given, _ log: Logger) async throws {
        rpc = RPCClient(nats: try await given.bus("bench-call", log: log), service: "benchcall")
        signer = try given.signer
    }

    func run(_ window: Window) async throws -> Figures {
        let actor = Actor(
            account: AccountID(), project: ProjectID(), role: .viewer, scopes: [.read], sessionID: nil,
            expires: Timestamp.now().adding(.seconds(60)))
        let signed = signer.sign(actor)
        return try await window.closedLoop { _ in
            let context = CallContext(requestID: ID<Resource>().description, deadline: .after(.seconds(5)), actor: signed)
            _ = try await rpc.call(Question.method, Proto.GetAppRequest(appID: app), context)
        }
    }
}

enum Resource {}
