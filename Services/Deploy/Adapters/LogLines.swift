import Core
import Messages
import Messaging

/// What the log service is asked and told.
struct LogLines: Sendable {
    let rpc: RPCClient

    func append(_ batch: UnsentLines) async throws(Fault) {
        _ = try await rpc.call(
            LogInternalRPC.append,
            Proto.AppendRequest(
                projectID: batch.project.description, appID: batch.app.description, writer: batch.writer,
                firstOrdinal: UInt64(batch.firstOrdinal), lines: batch.lines),
            .new())
    }

    /// Whether everything that a container wrote is stored. An unreachable log service has not said so.
    func hasDrained(_ container: String, app: AppID) async -> Bool {
        let request = Proto.DrainedRequest(appID: app.description, containerID: container)
        return (try? await rpc.call(LogInternalRPC.drained, request, .new(deadline: .seconds(2))).drained) ?? false
    }
}
