import ChangeFeed
import Core
import Messages
import Postgres

/// The deploy service's instances: a container that begins is read, one that ends is read to its end.
enum InstanceFacts {
    static func apply(_ db: isolated PostgresConnection, _ change: Change) throws {
        try apply(db, try change.decode(Proto.Instance.self), verb: change.verb)
    }

    static func apply(_ db: isolated PostgresConnection, _ instance: Proto.Instance, verb: String) throws {
        guard !instance.containerID.isEmpty else { return }
        let app = try AppID(validating: instance.appID, field: "app_id")
        let project = try ProjectID(validating: instance.projectID, field: "project_id")
        let pod = instance.podName.isEmpty
            ? nil : PodReference(namespace: instance.podNamespace, name: instance.podName, container: instance.podContainer)
        try LogStore.open(
            instance.containerID, app: app, project: project, instance: instance.name, deployment: DeploymentID(instance.deploymentID), pod: pod, db)
        if ["stopped", "removed", "failed"].contains(instance.state) || ["stopped", "removed"].contains(verb) {
            try LogStore.end(instance.containerID, db)
        }
    }
}
