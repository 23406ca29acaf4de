import Core
import Messages
import Messaging

/// What images take, app by app.
struct MeasureImagesHandler: Sendable {
    let survey: DiskSurvey

    func handle(_ request: Proto.Empty, _ context: RequestContext) async throws -> Proto.ImageDisk {
        try context.requireOperator()
        // It looks at every image and layer, too much for the loop that reads the bus.
        return try await withTaskExecutorPreference(globalConcurrentExecutor) { try await survey.measure() }
    }
}
