import Core
import Identity
import Logging
import Messages
import Messaging

/// Takes a deployment on that somebody asked for.
struct CreateDeploymentHandler: Sendable {
    let desired: Desired
    let store: DeployStore
    let log: Logger

    func handle(_ request: Proto.CreateDeploymentRequest, _ context: RequestContext) async throws(Fault) -> Proto.Deployment {
        try context.require(.deployer)
        let id = try DeploymentID(validating: request.id, field: "id")
        let project = try context.project
        // A repeated command is the same command, whatever the app wants by now.
        if let made = try await store.deployment(id, project: project) { return made.proto }
        guard let trigger = Trigger(rawValue: request.trigger.isEmpty ? "manual" : request.trigger), trigger == .manual || trigger == .config
        else { throw .invalid("trigger", "must be manual or config") }
        let desired = try await desired.app(request.appID, project: project, context)
        guard let app = desired.app else { throw .notFound("app \(request.appID)") }
        let isImage = app.build?.method == "image"
        if trigger == .manual {
            guard isImage || !(app.source?.repository ?? "").isEmpty else {
                throw .invalid("source", "\(app.name) has neither a repository nor an image to deploy")
            }
            if isImage, (app.build?.image ?? "").isEmpty { throw .invalid("build.image", "\(app.name) names no image") }
        }
        if !request.commit.isEmpty, !request.commit.utf8.allSatisfy({ Hex.value(of: $0) != nil }) {
            throw .invalid("commit", "must be hexadecimal digits")
        }
        let branch = request.branch.isEmpty ? app.source?.branch ?? "" : request.branch
        let config = trigger == .config && request.config > 0 ? request.config : desired.config
        let made = try await store.create(
            NewDeployment(
                id: id, desired: desired, trigger: trigger, commit: request.commit.isEmpty ? nil : request.commit.lowercased(),
                branch: isImage || trigger == .config ? "" : branch, config: Int(config), isForced: request.force,
                requestedBy: context.actor?.account?.description ?? ""))
        log.info("deployment requested", metadata: ["deployment": "\(made.id)", "app": "\(made.app)", "trigger": "\(trigger.rawValue)"])
        return made.proto
    }
}
