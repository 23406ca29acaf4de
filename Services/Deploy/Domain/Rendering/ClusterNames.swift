import Core
import Crypto
import Foundation

/// What things are called in a cluster: names of ours that are the cluster's as well, whatever else is in it.
enum ClusterNames {
    /// One a project: `slipway-acme-3f2a1c`. The digits are of the installation and the project, since other installations may
    /// share the cluster; at most 58 characters, of the 63 that a DNS label may have.
    static func namespace(prefix: String, installation: String, project: ProjectID, projectName: String) -> String {
        "\(prefix)-\(projectName)-\(digits("\(installation)/\(project)"))"
    }

    /// An app's own name, where a Service may have it: it must begin with a letter.
    static func object(_ app: AppRecord) -> String {
        if let first = app.name.first, first.isLetter { return app.name }
        return "app-\(app.name)-\(digits(app.id.description))"
    }

    /// What the account is called that Pods of a project run as, in its namespace.
    static let serviceAccount = "slipway-app"
    /// What the Secret is called with which nodes pull, where it is ours.
    static let pullSecret = "slipway-pull"
    /// What the objects are called that a namespace has one of.
    static let project = "slipway"

    private static func digits(_ text: String) -> String {
        String(Hex.encode(Array(SHA256.hash(data: Data(text.utf8)))).prefix(6))
    }
}
