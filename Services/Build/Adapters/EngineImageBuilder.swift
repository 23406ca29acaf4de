import ContainerEngine
import Core

/// Builds through the container engine's build endpoint. The build lives as long as its connection: leaving the stream ends it.
struct EngineImageBuilder: ImageBuilder {
    let engine: ContainerEngine
    let memory: Int64
    /// Mirrors and proxies: build arguments that every Dockerfile knows without an ARG.
    let arguments: [String: String]
    let network: BuildNetwork

    func build(_ order: ImageOrder, line: @Sendable (String) async throws -> Void) async throws {
        var splitter = LineSplitter()
        let events = try await engine.build(
            context: order.context, dockerfile: order.dockerfile, tag: order.tag, buildArgs: arguments, labels: order.labels,
            memory: memory, network: network, group: order.build.description)
        for try await event in events {
            switch event {
            case .output(let text):
                for complete in splitter.read(text) { try await line(complete) }
            case .image: break
            case .failed(let message):
                if let rest = splitter.finish() { try await line(rest) }
                throw ImageBuildFailed(message: message)
            }
        }
        try Task.checkCancellation()
        if let rest = splitter.finish() { try await line(rest) }
    }

    func details(of tag: String) async throws -> ImageSummary {
        let details = try await engine.inspectImage(tag)
        return ImageSummary(exposedPort: details.exposedPorts.count == 1 ? details.exposedPorts[0] : 0, user: details.user)
    }

    func push(_ tag: String) async throws -> String {
        do {
            return try await engine.push(tag)
        } catch {
            throw BuildFailure(.pushFailed, "The image can't be stored in the registry.", details: error.message, cause: String(reflecting: error))
        }
    }
}
