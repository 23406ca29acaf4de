import Core
import Messages
import Messaging

/// What images take, app by app.
struct MeasureImagesHandler: Sendable {
    let survey: DiskSurvey

    func handle(_ request: Proto.Empty, _ context: RequestContext) async throws -> Proto.ImageDisk {
        try context.requireOperator()
        return try await survey.measure()
    }
}
