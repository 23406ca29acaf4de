import Core
import Kubernetes
import KubernetesClient
import Logging

/// Makes objects in the cluster what they shall be, in the name of one lease: whoever wrote under a later one is never written over.
struct ObjectWriter: Sendable {
    enum Outcome: Sendable, Equatable {
        case unchanged
        case written
        /// It is on its way out; what shall be there comes after it.
        case leaving
        /// Something in the cluster, a webhook or what somebody has added, keeps it from being as it shall: it is let be for a while.
        case contested
    }

    let client: KubernetesClient
    let caches: ClusterCaches
    /// Of the lease; nil for what is the same whoever writes it.
    let fence: Int64?
    /// What earlier passes have applied. If the watch has not seen such a one, the server is asked: another replica may have made it. What
    /// is new was written down just before, under the same lease.
    var known: Set<ClusterObject> = []
    /// What was not as it shall be right after it was written. Each write is a change that gives the app another pass, so without a pause
    /// there would be no end of them.
    var contested = Setbacks<ClusterObject>()
    let log: Logger

    private static let attempts = 5

    /// - Parameter isScaledByOthers: an autoscaler chooses `replicas`, from the moment on at which it owns them.
    func ensure<Object: KubernetesObject>(_ object: Object, isScaledByOthers: Bool = false) async throws -> Outcome {
        if let secret = object as? Kubernetes.Secret { return try await ensure(secret: secret.ofItsKind) }
        let wanted = named(object.ofItsKind)
        return try await settle(wanted, live: caches.live(wanted), isScaledByOthers).outcome
    }

    private func ensure(secret wanted: Kubernetes.Secret) async throws -> Outcome {
        let (name, namespace) = (wanted.metadata.name, wanted.metadata.namespace)
        let key = ObjectKey(namespace: namespace, name: name)
        let digest = try ObjectComparison.digest(wanted)
        if caches.secrets.holds(key, digest, witness: caches.configMaps.get(name, in: namespace)) { return .unchanged }
        let live = try await client.get(Kubernetes.Secret.self, name, in: namespace)
        let (outcome, object) = try await settle(wanted, live: live, false)
        if outcome == .unchanged || outcome == .written, let uid = object.metadata.uid { caches.secrets.note(key, uid: uid, digest: digest) }
        return outcome
    }

    /// A witness is rendered before its Secret has an id.
    private func named<Object: KubernetesObject>(_ object: Object) -> Object {
        var object = object
        object.metadata.ownerReferences = object.metadata.ownerReferences?.compactMap { owner in
            guard owner.uid.isEmpty else { return owner }
            guard let uid = caches.secrets.uid(ObjectKey(namespace: object.metadata.namespace, name: owner.name)) else { return nil }
            var owner = owner
            owner.uid = uid
            return owner
        }
        return object
    }

    private func settle<Object: KubernetesObject>(
        _ wanted: Object, live: Object?, _ isScaledByOthers: Bool
    ) async throws -> (outcome: Outcome, object: Object) {
        let digest = try ObjectComparison.digest(wanted)
        let row = ClusterObject(wanted)
        var live = live
        if live == nil, known.contains(row) {
            live = try await client.get(Object.self, wanted.metadata.name, in: wanted.metadata.namespace)
        }
        var hasReplaced = false
        for _ in 0..<Self.attempts {
            if let live {
                guard live.metadata.deletionTimestamp == nil else { return (.leaving, live) }
                if try isAsItShallBe(live, wanted, digest, isScaledByOthers) {
                    contested.forget(row)
                    return (.unchanged, live)
                }
                if live.metadata.annotations?[Labels.applied] == digest, !contested.isDue(row) { return (.contested, live) }
                if let theirs = live.metadata.annotations?[Labels.fence].flatMap({ Int64($0) }), let fence, theirs > fence {
                    throw Fault(.aborted, "Another replica has written \(Object.kind) \(live.metadata.name) since.", reason: "lease_lost")
                }
            }
            do {
                let written = try await write(wanted, over: live, digest, isScaledByOthers)
                if try isAsItShallBe(written, wanted, digest, isScaledByOthers) { return (.written, written) }
                if contested.note(row).isFirst {
                    log.warning(
                        "something changes an object as it is written",
                        metadata: ["kind": "\(Object.kind)", "name": "\(row.name)", "namespace": "\(row.namespace)"])
                }
                return (.contested, written)
            } catch let error as KubernetesError {
                if error.status == 422, let there = live, !hasReplaced {
                    hasReplaced = true
                    try await replace(there, by: wanted, isScaledByOthers, after: error)
                } else {
                    guard isOutrun(error, live) else { throw error }
                }
                // The watch is behind, or we have written: the server says how it is now.
                live = try await client.get(Object.self, wanted.metadata.name, in: wanted.metadata.namespace)
            }
        }
        throw Fault.unavailable("The cluster", detail: "\(Object.kind) \(wanted.metadata.name) changes faster than it can be written")
    }

    /// Somebody has written, or deleted, since it was read.
    private func isOutrun(_ error: KubernetesError, _ live: (some KubernetesObject)?) -> Bool {
        error.isConflict && error.fieldConflicts.isEmpty || error.isNotFound && live != nil
    }

    /// With what others have put into it, it makes no sense any more: ours alone, then. What cannot be changed is made anew. Only this very
    /// version of it: who has written since is looked at first.
    /// - Throws: `refusal` where it is neither: what has been refused by a policy would be gone, and not come again.
    private func replace<Object: KubernetesObject>(_ live: Object, by wanted: Object, _ isScaledByOthers: Bool, after refusal: KubernetesError) async throws {
        let (name, namespace) = (wanted.metadata.name, wanted.metadata.namespace)
        do {
            if let spec = try Self.spec(of: wanted, isScaledByOthers) {
                let version = live.metadata.resourceVersion.map(JSONValue.string) ?? .null
                try await client.patch(Object.self, name, in: namespace, merging: ["metadata": ["resourceVersion": version], "spec": spec])
            } else if refusal.tellsImmutable, Object.kind == ConfigMap.kind || Object.kind == Kubernetes.Secret.kind {
                try await client.delete(Object.self, name, in: namespace, uid: live.metadata.uid)
            } else {
                throw refusal
            }
        } catch let error as KubernetesError {
            guard isOutrun(error, live) else { throw error }
        }
    }

    /// A number that an autoscaler has chosen stays.
    private static func spec(of wanted: some KubernetesObject, _ isScaledByOthers: Bool) throws -> JSONValue? {
        guard case .object(var spec)? = try ObjectComparison.json(wanted)["spec"] else { return nil }
        if isScaledByOthers { spec["replicas"] = nil }
        return .object(spec)
    }

    private func isAsItShallBe<Object: KubernetesObject>(
        _ live: Object, _ wanted: Object, _ digest: String, _ isScaledByOthers: Bool
    ) throws -> Bool {
        guard live.metadata.annotations?[Labels.applied] == digest else { return false }
        return try ObjectComparison.holds(Self.comparable(wanted, isScaledByOthers && !isOff(live)), in: live)
    }

    /// At 0 an autoscaler does nothing any more ("implicit maintenance mode"), so nobody would ever start the app again.
    private func isOff(_ live: some KubernetesObject) -> Bool { (live as? Kubernetes.Deployment)?.spec.replicas == 0 }

    /// What is kept of a ConfigMap's contents is its name.
    private static func comparable<Object: KubernetesObject>(_ wanted: Object, _ isScaledByOthers: Bool) -> Object {
        var wanted = wanted
        if var configMap = wanted as? ConfigMap {
            configMap.data = nil
            wanted = configMap as? Object ?? wanted
        } else if isScaledByOthers, var deployment = wanted as? Kubernetes.Deployment {
            deployment.spec.replicas = nil
            wanted = deployment as? Object ?? wanted
        }
        return wanted
    }

    private func write<Object: KubernetesObject>(_ wanted: Object, over live: Object?, _ digest: String, _ isScaledByOthers: Bool) async throws -> Object {
        var object = wanted
        var annotations = object.metadata.annotations ?? [:]
        annotations[Labels.applied] = digest
        if let fence { annotations[Labels.fence] = String(fence) }
        object.metadata.annotations = annotations
        object.metadata.resourceVersion = live?.metadata.resourceVersion
        log.info(
            "applying an object",
            metadata: ["kind": "\(Object.kind)", "name": "\(wanted.metadata.name)", "namespace": "\(wanted.metadata.namespace ?? "")"])
        guard isScaledByOthers, live.map(isOff) != true, var deployment = object as? Kubernetes.Deployment else {
            return try await client.apply(object, force: true).object
        }
        // What an autoscaler has chosen stays. Ours until somebody else owns it: left out before, it would become 1.
        if let chosen = (live as? Kubernetes.Deployment)?.spec.replicas { deployment.spec.replicas = chosen }
        var applied: Kubernetes.Deployment
        do throws(KubernetesError) {
            applied = try await client.apply(deployment).object
        } catch {
            guard error.isConflict, !error.fieldConflicts.isEmpty else { throw error }
            if error.fieldConflicts.contains(where: { $0.field == ".spec.replicas" }) { deployment.spec.replicas = nil }
            applied = try await client.apply(deployment, force: true).object
        }
        return applied as? Object ?? wanted
    }
}
