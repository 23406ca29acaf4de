import Messages
import Messaging

/// Everything this service says and hears, one line each.
enum Subjects {
    static let declared = SubjectTable(service: "build")
        .calls(LogInternalRPC.append, DeployInternalRPC.giveUpImages, AppInternalRPC.getBuildVariables)

    /// What it answers. `BuildInternalRPC.changes` is answered by the host.
    static func table(_ stores: Stores, _ parts: Parts) -> SubjectTable {
        declared
            .answer(BuildRPC.getBuild, GetBuildHandler(store: stores.builds).handle)
            .answer(BuildRPC.listBuilds, ListBuildsHandler(store: stores.builds).handle)
            .answer(BuildRPC.cancelBuild, CancelBuildHandler(store: stores.builds, builder: parts.builder).handle)
            .answer(BuildRPC.getPlan, GetPlanHandler(foresight: parts.foresight, variables: parts.variables).handle)
            .answer(BuildRPC.checkPlan, CheckPlanHandler().handle)
            .answer(BuildRPC.collect, CollectHandler(store: stores.collections, nudge: { parts.relay("collections") }).handle)
            .answer(BuildRPC.getCollection, GetCollectionHandler(store: stores.collections).handle)
            .answer(BuildRPC.measureImages, MeasureImagesHandler(survey: parts.survey).handle)
            .answer(BuildInternalRPC.locate, LocateHandler(store: stores.builds).handle)
            .answer(BuildInternalRPC.resolve, ResolveHandler(remote: parts.remote).handle)
            .answer(
                BuildInternalRPC.ensureBuild,
                EnsureBuildHandler(
                    store: stores.builds, place: parts.place, policy: parts.policy, bases: parts.bases, variables: parts.variables, log: parts.log,
                    nudge: { parts.relay("queue") }
                ).handle)
            .answer(BuildInternalRPC.getBuild, GetBuildHandler(store: stores.builds).handleInternal)
            .answer(BuildInternalRPC.cancelBuild, CancelBuildHandler(store: stores.builds, builder: parts.builder).handleInternal)
            .answer(
                BuildInternalRPC.followSource,
                FollowSourceHandler(store: stores.sources, policy: parts.policy, nudge: { parts.relay("sources") }).handle)
            .answer(BuildInternalRPC.deleteApp, DeleteAppHandler(store: stores.builds, nudge: { parts.relay("removals") }).handle)
    }
}
