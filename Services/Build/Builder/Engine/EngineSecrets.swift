import ContainerEngine
import Core
import Dispatch
import Foundation

/// Variables on their way to an engine: files in front of its context, which it takes out of there before the first step.
struct EngineSecrets: Sendable {
    /// The tar to send.
    let context: String
    /// By id, the names of their files in it.
    let files: [String: String]

    static let unsupported = BuildFailure(
        .buildFailed,
        "This container engine can't show variables to builds; Podman can, and so can builds in a cluster. To build without them: slipway env set KEY --no-build")

    /// Beside the context, with which it goes away. On a thread that may wait for a disk.
    init(_ variables: BuildVariables, in context: String) async throws {
        let stem = ".slipway-variable-\(Hex.encode(Random.bytes(8)))"
        let all = variables.reveal().enumerated().map { (name: $1.name, file: "\(stem)-\($0)", value: Array($1.value.utf8)) }
        let target = context + ".variables"
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try TarEntry.prepend(all.map { TarEntry.file($0.file, $0.value) }, to: context, as: target) })
            }
        }
        self.context = target
        files = Dictionary(all.map { ($0.name, $0.file) }) { first, _ in first }
    }
}
