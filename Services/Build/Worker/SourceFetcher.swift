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
        try await withFolder(named: "\(build.id)-\(build.fence)", body)
    }

    func withFolder<T>(named name: String, _ body: (String) async throws -> T) async throws -> T {
        let folder = "\(directory)/builds/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(atPath: folder) } catch {
                log.warning("removing a folder failed", metadata: ["folder": "\(folder)", "error": "\(error)"])
            }
        }
        return try await body(folder)
    }

    func fetch(_ build: Build, into folder: String, deadline: Deadline) async throws -> FetchedSource {
        try await fetch(build.commit, branch: build.branch, of: build.request.repository, into: folder, deadline: deadline)
    }

    func fetch(_ commit: String, branch: String, of repository: String, into folder: String, deadline: Deadline) async throws -> FetchedSource {
        let pinned = try await policy.admit(repository)
        return try await FetchedSource.fetch(
            commit, branch: branch, from: pinned, into: "\(folder)/source.git", git: git, largest: largest, deadline: deadline)
    }

    /// Folders that a dead process of this replica left behind. Called once, before anything is claimed.
    func sweep() throws {
        let builds = "\(directory)/builds"
        try FileManager.default.createDirectory(atPath: "\(directory)/home", withIntermediateDirectories: true)
        if FileManager.default.fileExists(atPath: builds) { try FileManager.default.removeItem(atPath: builds) }
    }
}
