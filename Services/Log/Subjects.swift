import Messages
import Messaging

/// Everything this service says and hears, one line each.
enum Subjects {
    /// What it may say to others: known without a configuration, and what its NATS user is made from.
    static let declared = SubjectTable(service: "log")
        .consumes("deploy", "project")
        .calls(ProjectInternalRPC.listAllProjects)
        .publishes(live: "log")

    /// What it answers. `LogInternalRPC.changes` is answered by the host.
    static func table(_ store: LogStore, live: LiveLines) -> SubjectTable {
        declared
            .answer(LogRPC.readLines, ReadLinesHandler(store: store).handle)
            .answer(LogInternalRPC.append, AppendHandler(store: store, live: live).handle)
            .answer(LogInternalRPC.drained, DrainedHandler(store: store).handle)
            .answer(LogInternalRPC.deleteApp, DeleteAppHandler(store: store).handle)
    }
}
