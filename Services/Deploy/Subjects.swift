import Logging
import Messages
import Messaging

/// Everything this service says and hears, one line each.
enum Subjects {
    static let declared = SubjectTable(service: "deploy")
        .calls(
            AppInternalRPC.getDesired, AppInternalRPC.getConfig, AppInternalRPC.setAutoDeploy, BuildInternalRPC.resolve,
            BuildInternalRPC.ensureBuild, BuildInternalRPC.getBuild, BuildInternalRPC.cancelBuild, LogInternalRPC.append,
            LogInternalRPC.drained)
        .consumes("build")

    /// What it answers. `DeployInternalRPC.changes` is answered by the host.
    static func table(
        _ desired: Desired, _ store: DeployStore, _ runtime: any Runtime, _ log: Logger, keptReleases: Int
    ) -> SubjectTable {
        declared
            .answer(DeployRPC.createDeployment, CreateDeploymentHandler(desired: desired, store: store, log: log).handle)
            .answer(DeployRPC.getDeployment, GetDeploymentHandler(store: store).handle)
            .answer(DeployRPC.listDeployments, ListDeploymentsHandler(store: store).handle)
            .answer(DeployRPC.cancelDeployment, CancelDeploymentHandler(store: store).handle)
            .answer(DeployRPC.rollback, RollbackHandler(store: store).handle)
            .answer(DeployRPC.getTimeline, GetTimelineHandler(store: store).handle)
            .answer(DeployRPC.setScale, SetScaleHandler(desired: desired, store: store, runtime: runtime).handle)
            .answer(DeployRPC.restart, RestartHandler(store: store).handle)
            .answer(DeployRPC.listInstances, ListInstancesHandler(store: store, runtime: runtime).handle)
            .answer(DeployRPC.listReleases, ListReleasesHandler(store: store).handle)
            .answer(DeployInternalRPC.locate, LocateHandler(store: store).handle)
            .answer(DeployInternalRPC.requestDeployment, RequestDeploymentHandler(desired: desired, store: store).handle)
            .answer(DeployInternalRPC.giveUpImages, GiveUpImagesHandler(store: store, kept: keptReleases).handle)
            .answer(DeployInternalRPC.deleteApp, DeleteAppHandler(store: store).handle)
            .answer(DeployInternalRPC.deleteProject, DeleteProjectHandler(store: store).handle)
    }
}
