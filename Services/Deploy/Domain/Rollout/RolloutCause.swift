import Core
import KubernetesClient

/// Why a rollout will not come to anything, before it is put in words: some words need the last output.
enum RolloutCause: Sendable, Equatable {
    case pull(String, String)
    case root(String)
    case start(String)
    case exit(pod: String, isPrevious: Bool, code: Int, isOutOfMemory: Bool)
    case evicted(pod: String, String)
    case notReady(pod: String, ProbeFailure, seconds: Int)
    case unschedulable(String)
    case quota(String)
    case policy(String)
    /// The cluster says that it makes no headway, and not why.
    case stuck(String)

    /// Whose output belongs to it: the Pod, and whether it is the run before that is meant.
    var evidence: (pod: String, isPrevious: Bool)? {
        switch self {
        case .exit(let pod, let isPrevious, _, _): (pod, isPrevious)
        case .notReady(let pod, _, _): (pod, false)
        default: nil
        }
    }

    /// Reads what a controller was told when it wanted to make a Pod.
    init(refusal said: String) {
        if said.contains("exceeded quota") || said.contains("must be less than or equal to") || said.contains("usage per Container") {
            self = .quota(said)
        } else if said.contains("violates PodSecurity") || KubernetesError.tellsDenial(said) || said.contains("is forbidden: unable to validate") {
            self = .policy(said)
        } else {
            self = .stuck(said)
        }
    }

    /// - Parameter output: the last lines of what `evidence` names.
    func failure(_ run: RunSettings, output: String) -> DeploymentFailure {
        switch self {
        case .pull(let image, let said): .imagePull(image, said)
        case .root(let said):
            DeploymentFailure(
                reason: .imageRequiresRoot,
                message: "The image wants to run as root, which apps don't get here. Use a variant that runs as an ordinary user.", details: said)
        case .start(let said): DeploymentFailure(reason: .containerExited, message: Self.startMessage(said), details: said)
        case .exit(_, _, let code, let isOutOfMemory):
            ExitVerdict(exitCode: code, isOutOfMemory: isOutOfMemory, memory: run.memory, imageUser: run.imageUser, output: output).failure
        case .evicted(_, let said):
            DeploymentFailure(reason: .containerExited, message: "The cluster ended the instance: \(said)", details: output)
        case .notReady(_, let probe, let seconds): Self.notReady(probe, run, seconds, output)
        case .unschedulable(let said):
            DeploymentFailure(
                reason: .unschedulable,
                message: "No node of the cluster has room for an instance with \(run.cpu) CPU and \(ExitVerdict.spelled(run.memory)).",
                details: said)
        case .quota(let said): .overQuota(said)
        case .policy(let said): .refusedByPolicy(said)
        case .stuck(let said):
            DeploymentFailure(reason: .notReady, message: "The cluster could not start the new instances: \(DeploymentFailure.brief(said))", details: said)
        }
    }

    private static func notReady(_ probe: ProbeFailure, _ run: RunSettings, _ seconds: Int, _ output: String) -> DeploymentFailure {
        switch probe {
        case .refused: return .nothingListens(port: run.port, seconds: seconds, output: output)
        case .unknown, .timedOut, .other:
            guard run.healthPath.isEmpty else {
                let answered = if case .other(let said) = probe { "failed (\(said))" } else { "did not answer" }
                return .notReady(path: run.healthPath, answered: answered, seconds: seconds, output: output)
            }
            return .nothingListens(port: run.port, seconds: seconds, output: output)
        case .answered(let code):
            return DeploymentFailure(
                reason: .notReady,
                message: "GET \(run.healthPath) answered \(code) for \(seconds) s; a cluster wants an answer from 200 to 399.", details: output)
        }
    }

    /// `exec: "/bin/absent": stat /bin/absent: no such file or directory`, out of five layers of wrapping.
    private static func startMessage(_ said: String) -> String {
        if let program = said.firstMatch(of: /exec: "([^"]{1,200})"/)?.1 {
            let why =
                said.contains("no such file") || said.contains("not found")
                ? "the image has no such file" : said.contains("permission denied") ? "it may not be executed" : "it can't be started"
            return "The command `\(program)` can't be run: \(why)."
        }
        return "The container can't be started."
    }
}
