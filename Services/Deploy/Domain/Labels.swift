import Core

/// What every object that Slipway makes for an app carries: whose it is, and which act made it.
enum Labels {
    static let installation = "slipway.installation"
    static let project = "slipway.project"
    static let app = "slipway.app"
    static let deployment = "slipway.deployment"
    static let release = "slipway.release"
    static let instance = "slipway.instance"

    static func ofRelease(_ number: Int, deployment: DeploymentID, _ record: AppRecord, installation: String) -> [String: String] {
        [
            Self.installation: installation, project: record.project.description, app: record.id.description,
            Self.deployment: deployment.description, release: String(number),
        ]
    }
}
