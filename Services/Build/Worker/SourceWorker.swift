import Core
import Logging

/// One look at one followed branch.
struct SourceWorker: Sendable {
    let store: SourceStore
    let remote: RemoteRepository
    let pace: SourcePace
    let owner: String
    let log: Logger

    func claim() async throws -> Source? { try await store.claim(owner: owner) }

    func look(at source: Source) async {
        do {
            do {
                let commit = try await remote.commit(of: source.branch, in: source.repository, deadline: .after(.seconds(20)))
                if commit != source.commit {
                    log.info("source has another commit", metadata: ["source.id": "\(source.id)", "commit": "\(commit)"])
                }
                try await store.seen(source, commit: commit, next: pace)
            } catch let failure as BuildFailure {
                try await store.missed(source, problem: failure.message, next: pace)
            }
        } catch {
            log.warning("looking at source failed", metadata: ["source.id": "\(source.id)", "error": "\(String(reflecting: error))"])
        }
    }
}
