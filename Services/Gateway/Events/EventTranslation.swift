import ChangeFeed
import Core
import Messages

/// What clients are told of a fact; nil for facts that are none of their business.
enum EventTranslation {
    static func event(of change: Change, from producer: String) throws(Fault) -> ClientEvent? {
        switch (producer, change.entity) {
        case ("deploy", "deployment"): try deployment(change)
        case ("deploy", "app"): try appStatus(change)
        case ("build", "build"): try build(change)
        case ("app", "app"): try app(change)
        default: nil
        }
    }

    private static func deployment(_ change: Change) throws(Fault) -> ClientEvent? {
        let deployment = try change.decode(Proto.Deployment.self)
        guard let project = ProjectID(deployment.projectID) else { return nil }
        return ClientEvent(
            kind: .deployment, project: project, app: AppID(deployment.appID), deployment: DeploymentID(deployment.id),
            build: deployment.buildID.flatMap { BuildID($0) }, status: deployment.status, at: change.at)
    }

    private static func appStatus(_ change: Change) throws(Fault) -> ClientEvent? {
        let status = try change.decode(Proto.AppStatus.self)
        guard let project = ProjectID(status.projectID) else { return nil }
        return ClientEvent(
            kind: .app, project: project, app: AppID(status.appID),
            deployment: status.latestDeployment.flatMap { DeploymentID($0.id) }, status: status.status, at: change.at)
    }

    private static func build(_ change: Change) throws(Fault) -> ClientEvent? {
        let build = try change.decode(Proto.Build.self)
        guard let project = ProjectID(build.projectID) else { return nil }
        return ClientEvent(
            kind: .build, project: project, app: AppID(build.appID), build: BuildID(build.id), status: build.status, at: change.at)
    }

    private static func app(_ change: Change) throws(Fault) -> ClientEvent? {
        let app = try change.decode(Proto.App.self)
        guard let project = change.project ?? ProjectID(app.projectID), let id = AppID(change.entityID) else { return nil }
        let status = change.verb == "deleted" ? "deleted" : app.state == "deleting" ? "deleting" : app.status
        return ClientEvent(kind: .app, project: project, app: id, status: status.isEmpty ? change.verb : status, at: change.at)
    }
}
