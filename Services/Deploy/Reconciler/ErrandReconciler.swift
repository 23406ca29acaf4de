import Core
import Logging
import Messages
import Messaging
import Telemetry

/// Tells other services what they have to hear, until they have heard it.
struct ErrandReconciler: Sendable {
    let store: DeployStore
    let rpc: RPCClient
    let lines: LogLines
    let log: Logger

    func pass() async throws {
        for errand in try await store.dueErrands() { try await take(errand) }
        for batch in try await store.unsentLines() {
            try await TraceContext.$current.withValue(batch.trace) { try await send(batch) }
        }
    }

    private func take(_ errand: Errand) async throws {
        do {
            try await run(errand)
            try await store.finish(errand)
        } catch {
            log.info("an errand has to wait", metadata: ["errand": "\(errand.kind.rawValue)", "error": "\(String(reflecting: error))"])
            try await store.postpone(errand)
        }
    }

    private func send(_ batch: UnsentLines) async throws {
        do {
            try await lines.append(batch)
        } catch {
            // Otherwise the app is gone, and its log with it.
            guard error.isOver else { throw error }
        }
        try await store.sent(batch)
    }

    private func run(_ errand: Errand) async throws {
        do {
            try await tell(errand)
        } catch let fault as Fault where fault.isOver {
            // It is gone, or over: nothing is left to be told.
        }
    }

    private func tell(_ errand: Errand) async throws {
        switch errand.kind {
        case .autoDeployOff:
            let request = Proto.SetAutoDeployRequest(appID: errand.subject, autoDeploy: false)
            _ = try await rpc.call(AppInternalRPC.setAutoDeploy, request, .new())
        case .cancelBuild:
            let build = try BuildID(validating: errand.subject, field: "build_id")
            guard try await store.isUnwanted(build: build) else { return }
            _ = try await rpc.call(BuildInternalRPC.cancelBuild, Proto.GetBuildRequest(buildID: errand.subject), .new())
        }
    }
}

private extension Fault {
    var isOver: Bool { code == .notFound || code == .failedPrecondition }
}
