import Foundation
import KubernetesClient

extension DeploymentFailure {
    static func noIngressClass(_ name: String, there: [String]) -> DeploymentFailure {
        let choice = there.isEmpty ? "it has none at all" : "it has \(there.joined(separator: ", "))"
        return DeploymentFailure(
            reason: .policyRefused,
            message: "The cluster has no ingress class \(name), so nothing would lead to the app; \(choice). Its operator sets SLIPWAY_INGRESS_CLASS.")
    }

    static let noAnswer = DeploymentFailure(reason: .internal, message: "The cluster is not answering; waiting for it.")
    static let notRead = DeploymentFailure(reason: .internal, message: "Slipway has not read yet what is in the cluster.")

    /// A kind that is needed, and of which the cluster does not speak with us.
    static func unreadable(_ kind: String, _ said: String) -> DeploymentFailure {
        DeploymentFailure(reason: .internal, message: "Slipway can't read \(kind) objects of the cluster: \(brief(said))", details: said)
    }

    static func overQuota(_ said: String) -> DeploymentFailure {
        DeploymentFailure(
            reason: .quotaExceeded, message: "The project has no room left for another instance: \(brief(said))", details: said)
    }

    static func refusedByPolicy(_ said: String) -> DeploymentFailure {
        DeploymentFailure(reason: .policyRefused, message: "A policy of the cluster refuses the instance: \(brief(said))", details: said)
    }

    /// Without the name of a Pod that nobody will ever see.
    static func brief(_ said: String) -> String {
        var text = said
        if let quota = said.range(of: "exceeded quota: ") {
            text = String(said[quota.upperBound...].drop { $0 != " " }.dropFirst())
        } else if let rest = said.range(of: "is invalid: ") ?? said.range(of: "is forbidden: ") {
            text = String(said[rest.upperBound...])
        }
        text = String(text.prefix(300))
        return text.hasSuffix(".") ? text : text + "."
    }

    /// What the API server could not do this time: a webhook that is away, a store in trouble.
    static func notTaken(_ error: KubernetesError) -> DeploymentFailure {
        DeploymentFailure(
            reason: .internal, message: "The cluster could not take what the app needs: \(brief(error.message))", details: error.message)
    }

    /// What the API server said no to, for good.
    static func refused(_ error: KubernetesError) -> DeploymentFailure {
        if error.isQuotaExceeded { return .overQuota(error.message) }
        if error.isPolicyViolation || error.isDeniedByAdmission { return .refusedByPolicy(error.message) }
        if error.isForbidden {
            return DeploymentFailure(
                reason: .internal, message: "Slipway may not do this in the cluster; its operator grants it, or finds out why not.",
                details: error.message)
        }
        return DeploymentFailure(reason: .internal, message: "The cluster refuses what Slipway asked of it.", details: error.message)
    }
}
