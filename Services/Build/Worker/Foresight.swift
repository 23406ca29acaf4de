import Core
import Foundation

/// How a commit would be built, without building it. A few at a time: each brings a source here.
actor Foresight {
    private static let most = 2
    private let remote: RemoteRepository
    private let source: SourceFetcher
    private let planner: Planner
    private var atWork = 0

    init(remote: RemoteRepository, source: SourceFetcher, planner: Planner) {
        self.remote = remote
        self.source = source
        self.planner = planner
    }

    func plan(_ request: BuildRequest, branch: String, commit: String, deadline: Deadline) async throws -> (commit: String, plan: BuildPlan) {
        guard atWork < Self.most else {
            throw Fault(.resourceExhausted, "Other plans are being made; try again in a moment.", retryAfter: .seconds(2))
        }
        atWork += 1
        defer { atWork -= 1 }
        // A stranger's repository may be large: whoever asked does so on the loop that reads the bus.
        return try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await made(request, branch: branch, commit: commit, deadline: deadline)
        }
    }

    private nonisolated func made(
        _ request: BuildRequest, branch: String, commit: String, deadline: Deadline
    ) async throws -> (commit: String, plan: BuildPlan) {
        try await withDeadline(deadline, "The plan") { [remote, source, planner] in
            let commit = commit.isEmpty ? try await remote.commit(of: branch, in: request.repository, deadline: deadline) : commit
            return try await source.withFolder(named: "plan-\(UUID().uuidString)") { folder in
                let fetched = try await source.fetch(commit, branch: branch, of: request.repository, into: folder, deadline: deadline)
                guard let root = RelativePath(request.rootDirectory) else {
                    throw BuildFailure(.planFailed, "`\(request.rootDirectory.shown)` can't be the root directory: it must lie in the repository.")
                }
                let tree = try await fetched.tree(root, reading: planner.files, deadline: deadline)
                return (commit, try planner.plan(request, tree, generatedName: "Dockerfile.slipway"))
            }
        }
    }
}
