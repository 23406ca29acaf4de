import Core
import Identity
import Messages
import Messaging

/// How many instances an app shall have; 0 stops it.
struct SetScaleHandler: Sendable {
    let desired: Desired
    let store: DeployStore

    /// More is a mistake on one machine.
    private static let most: UInt32 = 100

    func handle(_ request: Proto.SetScaleRequest, _ context: RequestContext) async throws(Fault) -> Proto.Scale {
        try context.require(.deployer)
        let id = try AppID(validating: request.appID, field: "app_id")
        let project = try context.project
        guard request.instances <= Self.most else { throw .invalid("instances", "must be between 0 and \(Self.most)") }
        if let known = try await store.app(id) {
            guard known.project == project else { throw .notFound("app \(id)") }
        } else {
            try await store.adopt(try await desired.app(request.appID, project: project, context))
        }
        try await store.setScale(id, to: Int(request.instances))
        return Proto.Scale(appID: request.appID, instances: request.instances)
    }
}
