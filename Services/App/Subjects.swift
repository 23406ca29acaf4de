import Messages
import Messaging

/// Everything that the app service answers, one line each.
func subjects(_ handlers: Handlers) -> SubjectTable {
    permissions
        .answer(AppRPC.createApp, handlers.create.handle)
        .answer(AppRPC.getApp, handlers.get.handle)
        .answer(AppRPC.listApps, handlers.list.handle)
        .answer(AppRPC.updateApp, handlers.update.handle)
        .answer(AppRPC.deleteApp, handlers.delete.handle)
        .answer(AppRPC.listVariables, handlers.listVariables.handle)
        .answer(AppRPC.patchVariables, handlers.patchVariables.handle)
        .answer(AppInternalRPC.locate, handlers.locate.handle)
        .answer(AppInternalRPC.getDesired, handlers.getDesired.handle)
        .answer(AppInternalRPC.getConfig, handlers.getConfig.handle)
        .answer(AppInternalRPC.setAutoDeploy, handlers.setAutoDeploy.handle)
        .answer(AppInternalRPC.deleteProject, handlers.deleteProject.handle)
}

/// What it asks others and whose facts it reads.
let permissions = SubjectTable(service: "app")
    .calls(
        BuildInternalRPC.followSource, BuildInternalRPC.deleteApp, DeployInternalRPC.requestDeployment, DeployInternalRPC.deleteApp,
        LogInternalRPC.deleteApp
    )
    .consumes("build", "deploy")

/// One value for each message.
struct Handlers: Sendable {
    let create: CreateAppHandler
    let get: GetAppHandler
    let list: ListAppsHandler
    let update: UpdateAppHandler
    let delete: DeleteAppHandler
    let listVariables: ListVariablesHandler
    let patchVariables: PatchVariablesHandler
    let locate: LocateHandler
    let getDesired: GetDesiredHandler
    let getConfig: GetConfigHandler
    let setAutoDeploy: SetAutoDeployHandler
    let deleteProject: DeleteProjectHandler
}
