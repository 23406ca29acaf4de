import Messages
import Messaging

/// Everything that the build service answers and asks, one line each.
func subjects(_ handlers: Handlers) -> SubjectTable {
    permissions
        .answer(BuildRPC.getBuild, handlers.get.handle)
        .answer(BuildRPC.listBuilds, handlers.list.handle)
        .answer(BuildRPC.cancelBuild, handlers.cancel.handle)
        .answer(BuildRPC.getPlan, handlers.plan.handle)
        .answer(BuildRPC.checkPlan, handlers.checkPlan.handle)
        .answer(BuildRPC.collect, handlers.collect.handle)
        .answer(BuildRPC.getCollection, handlers.getCollection.handle)
        .answer(BuildRPC.measureImages, handlers.measure.handle)
        .answer(BuildInternalRPC.locate, handlers.locate.handle)
        .answer(BuildInternalRPC.resolve, handlers.resolve.handle)
        .answer(BuildInternalRPC.ensureBuild, handlers.ensure.handle)
        .answer(BuildInternalRPC.getBuild, handlers.get.handleInternal)
        .answer(BuildInternalRPC.cancelBuild, handlers.cancel.handleInternal)
        .answer(BuildInternalRPC.followSource, handlers.follow.handle)
        .answer(BuildInternalRPC.deleteApp, handlers.delete.handle)
}

/// What it may say to others.
let permissions = SubjectTable(service: "build").calls(LogInternalRPC.append, DeployInternalRPC.giveUpImages)

/// One value for each message.
struct Handlers: Sendable {
    let get: GetBuildHandler
    let list: ListBuildsHandler
    let cancel: CancelBuildHandler
    let plan: GetPlanHandler
    let checkPlan: CheckPlanHandler
    let locate: LocateHandler
    let resolve: ResolveHandler
    let ensure: EnsureBuildHandler
    let follow: FollowSourceHandler
    let delete: DeleteAppHandler
    let collect: CollectHandler
    let getCollection: GetCollectionHandler
    let measure: MeasureImagesHandler
}
