import ChangeFeed
import Core
import Postgres

extension PostgresConnection {
    /// Brings the rows of an app's instances up to what its Pods are, and tells of it.
    func settlePods(_ changes: PodChanges, of app: AppRecord) throws {
        for pod in changes.new { try addPod(pod, of: app) }
        for change in changes.changed {
            try updatePod(change)
            if let sentence = change.sentence {
                try say(sentence, app: app, deployment: change.instance.deployment, instance: change.instance.name)
            }
        }
        for instance in changes.gone { try instanceRemoved(instance) }
        if !changes.isEmpty { try wakeSaga(of: app.id) }
    }

    private func addPod(_ pod: ObservedPod, of app: AppRecord) throws {
        // A uid never comes again: one that was seen to be gone is there only for a watch that is behind.
        guard try !exists("SELECT 1 FROM instances WHERE app_id = \(app.id) AND container_id = \(pod.uid) AND removed_at IS NOT NULL") else { return }
        let ordinal = try one(
            "SELECT coalesce(max(ordinal) + 1, 0) AS ordinal FROM instances WHERE app_id = \(app.id) AND release = \(pod.release)"
        ) { row in try row.get("ordinal", as: Int.self) }
        let made = try first(
            """
            INSERT INTO instances (id, app_id, project_id, deployment_id, release, generation, ordinal, name, container_id, namespace, pod,
                pod_version, state, restarts, exits, started_at, ready_at)
            VALUES (\(InstanceID()), \(app.id), \(app.project), \(pod.deployment), \(pod.release), \(pod.restartGeneration), \(ordinal),
                \("\(app.name)-\(pod.release)-\(Instance.letters(ordinal))"), \(pod.uid), \(pod.reference.namespace), \(pod.reference.name),
                \(pod.version), \(pod.state), \(pod.restarts), \(pod.exits), \(pod.startedAt), \(pod.readyAt))
            ON CONFLICT (container_id) WHERE pod IS NOT NULL AND removed_at IS NULL DO NOTHING
            RETURNING \(Instance.columns)
            """, Instance.init)
        if let made { try tell(made, "created") }
    }

    private func updatePod(_ change: PodChanges.Change) throws {
        let pod = change.pod
        let changed = try first(
            """
            UPDATE instances SET pod_version = \(pod.version), state = \(pod.state), restarts = \(pod.restarts), exits = \(pod.exits),
                failure_reason = \(change.failure?.reason.rawValue), failure_message = \(change.failure?.message ?? ""),
                failure_details = \(change.failure?.details ?? ""), started_at = coalesce(\(pod.startedAt)::timestamptz, started_at), ready_at = coalesce(\(pod.readyAt)::timestamptz, ready_at),
                stopping_at = CASE WHEN \(pod.state)::text = 'stopping' THEN coalesce(stopping_at, now()) END,
                stopped_at = CASE WHEN \(pod.state)::text = 'stopped' THEN coalesce(stopped_at, now()) END
            WHERE id = \(change.instance.id) AND removed_at IS NULL RETURNING \(Instance.columns)
            """, Instance.init)
        if let changed { try tell(changed, change.verb) }
    }
}
