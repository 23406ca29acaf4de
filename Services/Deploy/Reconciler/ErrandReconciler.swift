import Core
import Logging
import Messages
import Messaging

/// Tells other services what they have to hear, until they have heard it.
struct ErrandReconciler: Sendable {
    let store: DeployStore
    let rpc: RPCClient
    let lines: LogLines
    let log: Logger

    func pass() async throws {
        for errand in try await store.dueErrands() {
            do throws(Fault) {
                try await run(errand)
                try await store.finish(errand)
            } catch {
                log.info("an errand has to wait", metadata: ["errand": "\(errand.kind.rawValue)", "error": "\(String(reflecting: error))"])
                try await store.postpone(errand)
            }
        }
        for batch in try await store.unsentLines() {
            do throws(Fault) {
                try await lines.append(batch)
            } catch where error.code == .notFound || error.code == .failedPrecondition {
                // The app is gone, and its log with it.
            }
            try await store.sent(batch)
        }
    }

    private func run(_ errand: Errand) async throws(Fault) {
        do {
            switch errand.kind {
            case .autoDeployOff:
                let request = Proto.SetAutoDeployRequest(appID: errand.subject, autoDeploy: false)
                _ = try await rpc.call(AppInternalRPC.setAutoDeploy, request, .new())
            case .cancelBuild:
                let build = try BuildID(validating: errand.subject, field: "build_id")
                guard try await store.isUnwanted(build: build) else { return }
                _ = try await rpc.call(BuildInternalRPC.cancelBuild, Proto.GetBuildRequest(buildID: errand.subject), .new())
            }
        } catch where error.code == .notFound || error.code == .failedPrecondition {
            // It is gone, or over: nothing is left to be told.
        }
    }
}
