package import Core

/// Questions to a remote repository.
package struct RemoteRepository: Sendable {
    private let git: GitProcess
    private let policy: SourcePolicy

    package init(git: GitProcess, policy: SourcePolicy) {
        self.git = git
        self.policy = policy
    }

    /// The commit that a branch (or a tag) has now. An empty name is the branch that the repository shows first.
    package func commit(of branch: String, in repository: String, deadline: Deadline) async throws(BuildFailure) -> String {
        guard branch.isEmpty || GitRef.isWellFormed(branch) else {
            throw BuildFailure(.refNotFound, "`\(branch.prefix(60))` can't be the name of a branch.")
        }
        let pinned = try await policy.admit(repository)
        let wanted = branch.isEmpty ? ["HEAD"] : ["refs/heads/\(branch)", "refs/tags/\(branch)", "refs/tags/\(branch)^{}"]
        let refs = try await list(pinned, wanted, deadline)
        for name in [wanted[0], wanted.last ?? "", wanted.count > 1 ? wanted[1] : ""] {
            if let commit = refs[name] { return commit }
        }
        let branches = try await list(pinned, ["refs/heads/*"], deadline).keys.compactMap { name in
            name.hasPrefix("refs/heads/") ? String(name.dropFirst(11)) : nil
        }
        throw GitComplaint.noBranch(branch.isEmpty ? "HEAD" : branch, in: pinned.url, has: Self.ordered(branches))
    }

    private func list(_ pinned: PinnedRepository, _ patterns: [String], _ deadline: Deadline) async throws(BuildFailure) -> [String: String] {
        let answer: GitProcess.Answer
        do {
            answer = try await git.run(
                ["ls-remote", "--quiet", "--", pinned.url.description] + patterns, pinned: pinned, deadline: deadline, limit: 8 << 20)
        } catch let fault as Fault where fault.code == .deadlineExceeded {
            throw BuildFailure(.sourceUnreachable, "\(pinned.url.name) can't be reached: it did not answer in time.")
        } catch {
            throw BuildFailure(.sourceUnreachable, "\(pinned.url.name) can't be read.", cause: String(reflecting: error))
        }
        guard answer.isSuccess else { throw GitComplaint.failure(answer.complaint, about: pinned.url) }
        return Self.parse(answer.text)
    }

    /// `<commit> TAB <name>` a line; whatever else is there is left out.
    static func parse(_ text: String) -> [String: String] {
        var refs: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let columns = line.split(separator: "\t", maxSplits: 1)
            guard columns.count == 2, GitRef.isCommit(String(columns[0])) else { continue }
            refs[String(columns[1])] = String(columns[0])
        }
        return refs
    }

    /// The usual ones first, then by name.
    private static func ordered(_ branches: [String]) -> [String] {
        let usual = ["main", "master", "dev", "develop"]
        return branches.sorted { left, right in
            let ranks = (usual.firstIndex(of: left) ?? usual.count, usual.firstIndex(of: right) ?? usual.count)
            return ranks.0 == ranks.1 ? left < right : ranks.0 < ranks.1
        }
    }
}
