import Kubernetes
import KubernetesClient
import Synchronization

/// Which Secrets were seen to be as they shall be.
///
/// Secrets are neither listed nor watched: who may list them may read everybody's. Each has a witness instead, an empty ConfigMap of its
/// name that it owns. A Secret that is deleted takes its witness along, which is watched; a witness that is there vouches for the Secret
/// that was seen with it. What else may be changed of a Secret, its labels, is looked at again when what is known has grown old.
final class KnownSecrets: Sendable {
    private struct Known {
        var uid: String
        var digest: String
        var at: ContinuousClock.Instant
    }

    private static let validity = Duration.seconds(900)
    private static let most = 20_000

    private let known = Mutex<[ObjectKey: Known]>([:])

    /// Whether a witness vouches for it: it was seen as `digest` says, and whoever owned the witness then does so now.
    func holds(_ key: ObjectKey, _ digest: String, witness: ConfigMap?) -> Bool {
        guard let witness, witness.metadata.deletionTimestamp == nil else { return false }
        return known.withLock { known in
            guard let one = known[key], one.digest == digest, ContinuousClock.now - one.at < Self.validity else { return false }
            return witness.metadata.ownerReferences?.contains { $0.uid == one.uid } ?? false
        }
    }

    /// The id of one that needs no look yet; its witness tells the rest.
    func fresh(_ key: ObjectKey) -> String? {
        known.withLock { known in known[key].flatMap { ContinuousClock.now - $0.at < Self.validity ? $0.uid : nil } }
    }

    func uid(_ key: ObjectKey) -> String? { known.withLock { $0[key]?.uid } }

    func note(_ key: ObjectKey, uid: String, digest: String) {
        known.withLock { known in
            if known.count >= Self.most { known = known.filter { ContinuousClock.now - $0.value.at < Self.validity } }
            known[key] = Known(uid: uid, digest: digest, at: .now)
        }
    }
}
