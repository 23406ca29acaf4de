import Core
import Messages
import Messaging

struct GetCollectionHandler: Sendable {
    let store: CollectionStore

    func handle(_ request: Proto.GetCollectionRequest, _ context: RequestContext) async throws -> Proto.Collection {
        try context.requireOperator()
        return try await store.get(try CollectionID(validating: request.collectionID, field: "collection")).proto
    }
}
