import Core
import Messages

/// Why a deployment failed: a word for machines, one sentence for the person, the last output under it.
struct DeploymentFailure: Error, Sendable, Equatable {
    var reason: FailureReason
    var message: String
    var details = ""

    var proto: Proto.Failure { Proto.Failure(reason: reason.rawValue, message: message, details: details) }
}

/// The closed list of reasons that the public API promises.
enum FailureReason: String, Sendable, CaseIterable {
    case sourceUnreachable = "source_unreachable"
    case sourceAuthRequired = "source_auth_required"
    case refNotFound = "ref_not_found"
    case planFailed = "plan_failed"
    case buildFailed = "build_failed"
    case buildTimeout = "build_timeout"
    case pushFailed = "push_failed"
    case imagePullFailed = "image_pull_failed"
    case imageRequiresRoot = "image_requires_root"
    case containerExited = "container_exited"
    case portNotListening = "port_not_listening"
    case notReady = "not_ready"
    case outOfMemory = "out_of_memory"
    case unschedulable
    case quotaExceeded = "quota_exceeded"
    case policyRefused = "policy_refused"
    case `internal`
}

extension DeploymentFailure {
    /// What another service refused: its reason where it is one of ours, its sentence in any case.
    init(_ fault: Fault, otherwise reason: FailureReason = .internal) {
        self.reason = fault.reason.flatMap(FailureReason.init(rawValue:)) ?? reason
        message = fault.code == .internal ? "Something inside Slipway failed; its operator finds it in the logs." : fault.message
    }

    /// A build's failure is the deployment's.
    init(build failure: Proto.Failure?) {
        reason = FailureReason(rawValue: failure?.reason ?? "") ?? .buildFailed
        message = failure.map(\.message).flatMap { $0.isEmpty ? nil : $0 } ?? "The build failed."
        details = failure?.details ?? ""
    }

    static func imagePull(_ image: String, _ said: String) -> DeploymentFailure {
        DeploymentFailure(reason: .imagePullFailed, message: "The image \(image) can't be pulled.", details: said)
    }

    static func wrongPort(listensOn actual: Int, expected: Int, output: String) -> DeploymentFailure {
        DeploymentFailure(
            reason: .portNotListening,
            message: "The container listens on port \(actual), but the app's port is \(expected).", details: output)
    }

    static func localhostOnly(port: Int, output: String) -> DeploymentFailure {
        DeploymentFailure(
            reason: .portNotListening,
            message: "The container listens on port \(port) of localhost only; it must listen on 0.0.0.0 to be reached.",
            details: output)
    }

    static func ipv6Only(port: Int, output: String) -> DeploymentFailure {
        DeploymentFailure(
            reason: .portNotListening,
            message: "The container listens on port \(port) of IPv6 only; it must listen on 0.0.0.0 as well to be reached.", details: output)
    }

    static func nothingListens(port: Int, seconds: Int, output: String) -> DeploymentFailure {
        DeploymentFailure(
            reason: .portNotListening,
            message: "Nothing in the container listened on port \(port) within \(seconds) s; the app is given its port as $PORT.",
            details: output)
    }

    static func notReady(path: String, answered: String, seconds: Int, output: String) -> DeploymentFailure {
        DeploymentFailure(
            reason: .notReady, message: "GET \(path) \(answered) for \(seconds) s; it must answer below 500.", details: output)
    }

    static func unreachable(port: Int) -> DeploymentFailure {
        DeploymentFailure(
            reason: .notReady,
            message: "The container listens on port \(port), but no connection to where it is published reaches it; "
                + "other rules of this machine's packet filter may come first.")
    }

    static func routerSilent(seconds: Int) -> DeploymentFailure {
        DeploymentFailure(
            reason: .internal, message: "The router did not take up the new instances within \(seconds) s; the old ones keep serving.")
    }
}
