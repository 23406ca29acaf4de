import Core
import Identity
import Messages
import Messaging

/// How many instances an app shall have; 0 stops it.
struct SetScaleHandler: Sendable {
    let desired: Desired
    let store: DeployStore
    let runtime: any Runtime

    /// More is a mistake.
    private static let most: UInt32 = 100

    func handle(_ request: Proto.SetScaleRequest, _ context: RequestContext) async throws(Fault) -> Proto.Scale {
        try context.require(.deployer)
        let id = try AppID(validating: request.appID, field: "app_id")
        let project = try context.project
        let range = try request.autoscaling.map { wish throws(Fault) in try Autoscaling(wish, most: Int(Self.most)) }
        if range != nil, !runtime.canAutoscale {
            throw .wrongState("Only a cluster scales by itself; here a number of instances runs.", reason: "no_autoscaler")
        }
        guard request.instances <= Self.most else { throw .invalid("instances", "must be between 0 and \(Self.most)") }
        if let known = try await store.app(id) {
            guard known.project == project else { throw .notFound("app \(id)") }
        } else {
            try await store.adopt(try await desired.app(request.appID, project: project, context))
        }
        let instances = range?.least ?? Int(request.instances)
        try await store.setScale(id, to: instances, autoscaling: range)
        return Proto.Scale(appID: request.appID, instances: UInt32(instances), autoscaling: range?.proto)
    }
}
