import Messages
import Messaging

/// Everything this service says and hears.
enum Subjects {
    /// It answers nothing on the bus: its door is HTTP.
    static let declared = SubjectTable(service: "gateway")
        .calls(
            UserRPC.getAccount, UserRPC.listSessions, UserRPC.revokeSession, UserRPC.createToken, UserRPC.listTokens,
            UserRPC.deleteToken, UserRPC.logOut, UserRPC.listOperators, UserRPC.setOperator, UserInternalRPC.signUp,
            UserInternalRPC.logIn, UserInternalRPC.refresh, UserInternalRPC.authenticate)
        .calls(
            ProjectRPC.createProject, ProjectRPC.getProject, ProjectRPC.listProjects, ProjectRPC.updateProject,
            ProjectRPC.deleteProject, ProjectInternalRPC.getMembership)
        .calls(
            AppRPC.createApp, AppRPC.getApp, AppRPC.listApps, AppRPC.updateApp, AppRPC.deleteApp, AppRPC.listVariables,
            AppRPC.patchVariables, AppInternalRPC.locate)
        .calls(BuildRPC.getBuild, BuildRPC.listBuilds, BuildRPC.cancelBuild, BuildRPC.getPlan, BuildRPC.checkPlan, BuildInternalRPC.locate)
        .calls(
            DeployRPC.createDeployment, DeployRPC.getDeployment, DeployRPC.listDeployments, DeployRPC.cancelDeployment,
            DeployRPC.rollback, DeployRPC.getTimeline, DeployRPC.setScale, DeployRPC.restart, DeployRPC.listInstances,
            DeployRPC.listReleases, DeployInternalRPC.locate)
        .calls(LogRPC.readLines)
        .calls(
            BuildRPC.collect, BuildRPC.getCollection, BuildRPC.measureImages, UserInternalRPC.storage, ProjectInternalRPC.storage,
            AppInternalRPC.storage, BuildInternalRPC.storage, DeployInternalRPC.storage, LogInternalRPC.storage)
        .consumes("app", "build", "deploy")
        .examines()
        .publishes(live: "event")
        .listens(live: "event", "log")
}
