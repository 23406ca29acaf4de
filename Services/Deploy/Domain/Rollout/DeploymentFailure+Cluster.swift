import Foundation
import KubernetesClient

extension DeploymentFailure {
    static func noIngressClass(_ name: String, there: [String]) -> DeploymentFailure {
        let choice = there.isEmpty ? "it has none at all" : "it has \(there.joined(separator: ", "))"
        return DeploymentFailure(
            reason: .policyRefused,
            message: "The cluster has no ingress class \(name), so nothing would lead to the app; \(choice). Its operator sets SLIPWAY_INGRESS_CLASS.")
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

    /// What the API server said no to, for good.
    static func refused(_ error: KubernetesError) -> DeploymentFailure {
        if error.isQuotaExceeded { return .overQuota(error.message) }
        if error.isPolicyViolation || error.message.contains("denied the request") { return .refusedByPolicy(error.message) }
        if error.isForbidden {
            return DeploymentFailure(
                reason: .internal, message: "Slipway may not do this in the cluster; its operator grants it, or finds out why not.",
                details: error.message)
        }
        return DeploymentFailure(reason: .internal, message: "The cluster refuses what Slipway asked of it.", details: error.message)
    }
}
