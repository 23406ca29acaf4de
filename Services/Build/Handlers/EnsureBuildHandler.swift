import ContainerEngine
import Core
import Crypto
import Logging
import Messages
import Messaging

/// The same (app, commit, settings) is one build, whoever asks and how often.
struct EnsureBuildHandler: Sendable {
    let store: BuildStore
    /// Where images are.
    let place: RegistryPlace
    let policy: SourcePolicy
    let bases: BaseImages
    let variables: VariableSource
    let log: Logger
    let nudge: @Sendable () -> Void

    func handle(_ command: Proto.EnsureBuildRequest, _ context: RequestContext) async throws -> Proto.Build {
        try Names.checkText(command.key, field: "key", most: 200)
        let app = try AppID(validating: command.appID, field: "app_id")
        let project = try ProjectID(validating: command.projectID, field: "project_id")
        var request = Self.request(command)
        guard request.method != "image" else { throw Fault.invalid("build.method", "names an image; there is nothing to build") }
        guard GitRef.isCommit(command.commit) else { throw Fault.invalid("commit", "must be 40 lower-case hex digits") }
        do { _ = try policy.parse(request.repository) } catch { throw error.fault }
        if request.config > 0 {
            let told = try await variables.described(command.appID, config: request.config)
            (request.variables, request.fingerprint) = (told.keys, told.fingerprint)
        }
        let build = try await store.ensure(
            key: command.key, project: project, app: app, commit: command.commit, branch: command.branch,
            settingsHash: Self.hash(request, bases), request: request, in: place)
        if build.status == .queued { nudge() }
        log.info("build asked for", metadata: ["build": "\(build.id)", "app": "\(app)", "status": "\(build.status.rawValue)"])
        return build.message
    }

    static func request(_ command: Proto.EnsureBuildRequest) -> BuildRequest {
        var request = BuildRequest(command.source, command.settings, startCommand: command.startCommand)
        request.appName = command.appName
        request.projectName = command.projectName
        request.deploymentID = command.deploymentID
        request.config = Int(command.config)
        return request
    }

    /// The hash of what makes two requests the same build.
    static func hash(_ request: BuildRequest, _ bases: BaseImages) -> String {
        Hex.encode(Array(SHA256.hash(data: request.identity(bases: bases).encodedBytes())))
    }
}
