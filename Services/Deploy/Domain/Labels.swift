import Core
import Kubernetes

/// What every object that Slipway makes for an app carries: whose it is, and which act made it.
enum Labels {
    static let installation = InstallationLabel.name
    static let project = "slipway.project"
    static let app = "slipway.app"
    static let deployment = "slipway.deployment"
    static let release = "slipway.release"
    static let instance = "slipway.instance"

    /// In a cluster, beside the above: who looks after the object, and what a person calls it.
    static let managedBy = "app.kubernetes.io/managed-by"
    static let name = "app.kubernetes.io/name"
    static let slipway = "slipway"
    /// An annotation: the fence of the lease under which an object was written last; a lower one may not write over it.
    static let fence = "slipway.fence"
    /// An annotation: the content that was applied, so that what is dropped from it is noticed.
    static let applied = "slipway.applied"
    /// An annotation of Pods: the restart that they belong to.
    static let restart = "slipway.restart"

    static func ofRelease(_ number: Int, deployment: DeploymentID, _ record: AppRecord, installation: String) -> [String: String] {
        [
            Self.installation: installation, project: record.project.description, app: record.id.description,
            Self.deployment: deployment.description, release: String(number),
        ]
    }
}
