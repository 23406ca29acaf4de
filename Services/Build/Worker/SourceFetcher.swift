import Core
import Foundation
import Logging

/// Brings sources here, each into a folder of its own that goes away again.
struct SourceFetcher: Sendable {
    let git: GitProcess
    let policy: SourcePolicy
    /// Where the folders are made.
    let directory: String
    /// Bytes of one file, and of all files unpacked.
    let largest: Int64
    let log: Logger

    /// A fresh folder for one attempt, removed whatever happens.
    func withFolder<T>(for build: Build, _ body: (String) async throws -> T) async throws -> T {
        let folder = "\(directory)/builds/\(build.id)-\(build.fence)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(atPath: folder) } catch {
                log.warning("removing a folder failed", metadata: ["folder": "\(folder)", "error": "\(error)"])
            }
        }
        return try await body(folder)
    }

    func fetch(_ build: Build, into folder: String, deadline: Deadline) async throws -> FetchedSource {
        let pinned = try await policy.admit(build.request.repository)
        return try await FetchedSource.fetch(
            build.commit, branch: build.branch, from: pinned, into: "\(folder)/source.git", git: git, largest: largest, deadline: deadline)
    }

    /// Folders that a dead process of this replica left behind. Called once, before anything is claimed.
    func sweep() throws {
        let builds = "\(directory)/builds"
        try FileManager.default.createDirectory(atPath: "\(directory)/home", withIntermediateDirectories: true)
        if FileManager.default.fileExists(atPath: builds) { try FileManager.default.removeItem(atPath: builds) }
    }
}
