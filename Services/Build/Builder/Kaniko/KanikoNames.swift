import ContainerEngine
import Core
import Crypto
import Foundation
import Kubernetes

/// What things of builds are called in a cluster. A name says all that somebody needs who finds it: which attempt of which build.
enum KanikoNames {
    static let installation = InstallationLabel.name
    static let project = "slipway.project"
    static let app = "slipway.app"
    static let build = "slipway.build"
    /// Of a namespace: the project whose builds are in it. Not `project`, by which its apps' namespace is found.
    static let buildsOf = "slipway.builds-of"
    static let attempt = "slipway.attempt"
    static let managedBy = "app.kubernetes.io/managed-by"
    /// An annotation: how many instructions the Dockerfile has.
    static let steps = "slipway.steps"

    static let policy = "slipway-build"
    static let executor = "executor"
    static let source = "source"

    /// One a project, apart from that of its apps: `slipway-build-acme-3f2a1c`; at most 63 characters.
    static func namespace(prefix: String, installation: String, project: ProjectID, name: String) -> String {
        let digits = Hex.encode(Array(SHA256.hash(data: Data("\(installation)/\(project)".utf8)))).prefix(6)
        let plain = name.prefix(29)
        return plain.isEmpty ? "\(prefix)-build-\(digits)" : "\(prefix)-build-\(plain)-\(digits)"
    }

    static func job(_ build: Build) -> String { "build-\(build.id)-\(build.attempt)" }

    static func environment(_ build: Build) -> String { job(build) + "-env" }

    static func variables(_ build: Build) -> String { job(build) + "-variables" }

    static func nodes(_ build: Build) -> String { job(build) + "-pull" }

    /// A repository for one build's source: a credential for it is one for nothing else.
    static func sourceRepository(_ build: Build, in place: RegistryPlace) -> String { place.repository("\(build.project)/\(build.app)/source-\(build.id)") }
}
