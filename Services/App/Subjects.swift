import Messages
import Messaging

/// Everything this service says and hears, one line each.
enum Subjects {
    /// What it may say to others: known without a configuration, and what its NATS user is made from.
    static let declared = SubjectTable(service: "app")
        .calls(
            BuildInternalRPC.followSource, BuildInternalRPC.deleteApp, DeployInternalRPC.requestDeployment, DeployInternalRPC.deleteApp,
            LogInternalRPC.deleteApp
        )
        .consumes("build", "deploy")

    /// What it answers. `AppInternalRPC.changes` is answered by the host.
    /// - Parameters:
    ///   - changed: called after what an app wants has changed.
    ///   - going: called after a deletion was asked for.
    static func table(
        _ store: AppStore, _ vault: VariableVault, changed: @escaping @Sendable () -> Void, going: @escaping @Sendable () -> Void
    ) -> SubjectTable {
        declared
            .answer(AppRPC.createApp, CreateAppHandler(store: store, nudge: changed).handle)
            .answer(AppRPC.getApp, GetAppHandler(store: store).handle)
            .answer(AppRPC.listApps, ListAppsHandler(store: store).handle)
            .answer(AppRPC.updateApp, UpdateAppHandler(store: store, nudge: changed).handle)
            .answer(AppRPC.deleteApp, DeleteAppHandler(store: store, nudge: going).handle)
            .answer(AppRPC.listVariables, ListVariablesHandler(store: store, vault: vault).handle)
            .answer(AppRPC.patchVariables, PatchVariablesHandler(store: store, vault: vault).handle)
            .answer(AppInternalRPC.locate, LocateHandler(store: store).handle)
            .answer(AppInternalRPC.getDesired, GetDesiredHandler(store: store).handle)
            .answer(AppInternalRPC.getConfig, GetConfigHandler(store: store, vault: vault).handle)
            .answer(AppInternalRPC.getBuildVariables, GetBuildVariablesHandler(store: store, vault: vault).handle)
            .answer(AppInternalRPC.setAutoDeploy, SetAutoDeployHandler(store: store, nudge: changed).handle)
            .answer(AppInternalRPC.deleteProject, DeleteProjectHandler(store: store, nudge: going).handle)
    }
}
