import Core
import Identity
import Messages
import Messaging

/// Whether what a person wants to pin is a plan: asked before it is kept, so that a mistake is told at once.
struct CheckPlanHandler: Sendable {
    func handle(_ question: Proto.CheckPlanRequest, _ context: RequestContext) async throws -> Proto.Empty {
        try context.require(.deployer)
        _ = try Recipe(pinned: question.plan)
        return Proto.Empty()
    }
}
