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

struct GetCollectionHandler: Sendable {
    let store: CollectionStore

    func handle(_ request: Proto.GetCollectionRequest, _ context: RequestContext) async throws -> Proto.Collection {
        try context.requireOperator()
        return try await store.get(try CollectionID(validating: request.collectionID, field: "collection")).proto
    }
}

/// What images take, app by app.
struct MeasureImagesHandler: Sendable {
    let survey: DiskSurvey

    func handle(_ request: Proto.Empty, _ context: RequestContext) async throws -> Proto.ImageDisk {
        try context.requireOperator()
        return try await survey.measure()
    }
}
