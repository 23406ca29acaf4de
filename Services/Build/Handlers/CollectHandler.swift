import Core
import Messages
import Messaging

/// Asks for a collection now.
struct CollectHandler: Sendable {
    let store: CollectionStore
    let nudge: @Sendable () -> Void

    func handle(_ command: Proto.CollectRequest, _ context: RequestContext) async throws -> Proto.Collection {
        try context.requireOperator()
        let collection = try await store.request(try CollectionID(validating: command.id, field: "id"), .requested)
        nudge()
        return collection.proto
    }
}
