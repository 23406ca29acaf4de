import Core
import Testing

@testable import BuildService

/// Sources that were never in a repository, and what the planner makes of them.
enum Sources {
    /// A base whose tag tells nothing, so that `{version}` shows what was chosen.
    static let bases = BaseImages(["static": "busybox", "shell": "debian:12", "python": "python:{version}", "node": "node:{version}", "go": "golang:{version}", "ruby": "ruby:{version}"])

    static func tree(_ files: [String: String], links: [String] = [], root: String = "") throws -> SourceTree {
        var entries: [String: SourceTree.Entry] = [:]
        for (path, text) in files { entries[path] = .init(isFile: true, size: Int64(text.utf8.count), object: "") }
        for path in links { entries[path] = .init(isFile: false, size: 1, object: "") }
        let bare = SourceTree(root: try #require(RelativePath(root)), entries: entries, contents: [:])
        let read = Set(bare.wanted(Planner(bases: bases).files))
        let contents = files.filter { read.contains($0.key) }.mapValues { Array($0.utf8) }
        return SourceTree(root: bare.root, entries: entries, contents: contents)
    }

    static func plan(
        _ files: [String: String], links: [String] = [], bases: BaseImages = bases, _ change: (inout BuildRequest) -> Void = { _ in }
    ) throws -> BuildPlan {
        var request = BuildRequest()
        change(&request)
        return try Planner(bases: bases).plan(request, try tree(files, links: links), generatedName: "Dockerfile.slipway-1")
    }

    /// The Dockerfile that is written, line by line.
    static func lines(_ plan: BuildPlan) throws -> [String] { try #require(plan.generated).split(separator: "\n").map(String.init) }

    /// Why there is no plan.
    static func refusal(_ files: [String: String], _ change: (inout BuildRequest) -> Void = { _ in }) -> String {
        do {
            return "planned: \(try plan(files, change).summary)"
        } catch { return (error as? BuildFailure)?.message ?? "\(error)" }
    }
}

extension BuildPlan {
    func because(_ what: String) -> String? { decisions.last { $0.what == what }?.finding.because }
    func isGuess(_ what: String) -> Bool { decisions.last { $0.what == what }?.finding.isGuess ?? false }
}
