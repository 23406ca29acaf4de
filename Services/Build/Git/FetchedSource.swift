import Core
import Foundation

/// One commit, in a bare repository of its own that goes away with the build.
///
/// There is no working tree on purpose. Files are looked at as blobs and packed by `git archive`, so no symbolic link of a
/// repository is ever followed on this machine, and no file of it can become a hook, a filter or an executable here.
package struct FetchedSource: Sendable {
    /// What a source may weigh once unpacked.
    static let mostFiles = 200_000
    /// Known to every repository.
    private static let emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

    let folder: String
    let commit: String
    /// The first line of the commit's message.
    let message: String
    private let git: GitProcess
    private let largest: Int64

    /// Brings exactly one commit here. A server that does not hand out commits by name is asked for the branch, then for all.
    static func fetch(
        _ commit: String, branch: String, from pinned: PinnedRepository, into folder: String, git: GitProcess,
        largest: Int64, deadline: Deadline
    ) async throws -> FetchedSource {
        let url = pinned.url.description
        let made = try await git.run(["init", "--quiet", "--bare", "--", folder], deadline: deadline)
        guard made.isSuccess else { throw Fault.internal("making a repository: \(made.complaint)") }
        try Self.neutraliseAttributes(folder)
        var tries = [["--depth=1", "--", url, commit]]
        if GitRef.isWellFormed(branch) {
            tries += [["--depth=1", "--", url, "refs/heads/\(branch)"], ["--", url, "refs/heads/\(branch)"]]
        }
        tries.append(["--", url, "refs/heads/*:refs/heads/*"])
        var complaint = ""
        for attempt in tries {
            let answer = try await git.run(
                ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"] + attempt,
                in: folder, pinned: pinned, deadline: deadline)
            // A server may close the door on an unknown commit in many ways; what counts is that its branches came and lack it.
            complaint = answer.isSuccess ? "" : answer.complaint
            let found = try await git.run(["cat-file", "-e", "\(commit)^{commit}"], in: folder, deadline: deadline)
            if found.isSuccess { return try await opened(folder, commit, git, largest, deadline) }
        }
        let failure = GitComplaint.failure(complaint, about: pinned.url)
        let isAboutTheCommit = ["not our ref", "couldn't find remote ref", "unadvertised object"].contains { complaint.contains($0) }
        throw complaint.isEmpty || isAboutTheCommit ? GitComplaint.noCommit(commit, in: pinned.url) : failure
    }

    /// What lies under a folder of the commit, with the contents of the files that plans look at, told as paths and patterns.
    func tree(_ root: RelativePath, reading patterns: [String], deadline: Deadline) async throws -> SourceTree {
        let listing = try await git.run(
            ["ls-tree", "-r", "-l", "-z", "--full-tree", try await treeName(root, deadline)], in: folder, deadline: deadline, limit: 64 << 20)
        let entries = SourceTree.parse(listing.output)
        let weight = entries.values.reduce(Int64(0)) { $0 + $1.size }
        guard entries.count <= Self.mostFiles, weight <= largest else {
            throw BuildFailure(
                .planFailed, "The source has \(entries.count) files and \(weight >> 20) MiB; at most \(Self.mostFiles) files and \(largest >> 20) MiB can be built.")
        }
        let bare = SourceTree(root: root, entries: entries, contents: [:])
        var contents: [String: [UInt8]] = [:]
        for name in bare.wanted(patterns) {
            guard let entry = entries[name] else { continue }
            let blob = try await git.run(["cat-file", "blob", entry.object], in: folder, deadline: deadline)
            if blob.isSuccess { contents[name] = blob.output }
        }
        return SourceTree(root: root, entries: entries, contents: contents)
    }

    /// A file under a folder of the commit; nil when there is none, or it is no text of a sane size.
    func text(of path: String, under root: RelativePath, deadline: Deadline) async -> String? {
        guard let file = RelativePath(root.isTop ? path : "\(root.text)/\(path)"), !file.isTop,
            let blob = try? await git.run(["cat-file", "blob", "\(commit):\(file.text)"], in: folder, deadline: deadline), blob.isSuccess
        else { return nil }
        return String(validating: blob.output, as: UTF8.self)
    }

    /// Packs a folder of the commit, with one more file where a plan has written one, or one in another's place.
    func archive(_ tree: SourceTree, adding file: (name: String, text: String)?, to path: String, deadline: Deadline) async throws {
        var arguments = ["archive", "--format=tar", "--output=\(path)"]
        if let file { arguments.append("--add-virtual-file=\(file.name):\(file.text)") }
        if let file, tree.entries[file.name] != nil {
            let isAlone = tree.entries.count == 1
            arguments += isAlone ? [Self.emptyTree] : [try await treeName(tree.root, deadline), "--", ".", ":(exclude,literal)\(file.name)"]
        } else {
            arguments.append(try await treeName(tree.root, deadline))
        }
        let answer = try await git.run(arguments, in: folder, deadline: deadline)
        guard answer.isSuccess else {
            throw BuildFailure(.planFailed, "The source can't be packed; it may be too large.", cause: answer.complaint)
        }
    }

    private static func opened(
        _ folder: String, _ commit: String, _ git: GitProcess, _ largest: Int64, _ deadline: Deadline
    ) async throws -> FetchedSource {
        let log = try await git.run(["log", "-1", "--no-show-signature", "--format=%s", commit], in: folder, deadline: deadline)
        let plain = log.text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
        let message = String(String(String.UnicodeScalarView(plain)).prefix(200))
        return FetchedSource(folder: folder, commit: commit, message: message, git: git, largest: largest)
    }

    /// The object of a folder. Git walks trees, not files: a symbolic link on the way is no folder.
    private func treeName(_ root: RelativePath, _ deadline: Deadline) async throws -> String {
        let direct = try await git.run(
            ["rev-parse", "--quiet", "--verify", root.isTop ? "\(commit)^{tree}" : "\(commit):\(root.text)"], in: folder, deadline: deadline)
        let name = direct.text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let kind = try await git.run(["cat-file", "-t", name.isEmpty ? "missing" : name], in: folder, deadline: deadline)
        guard kind.text.hasPrefix("tree") else {
            throw BuildFailure(.planFailed, "There is no folder `\(root)` in the repository at \(commit.prefix(7)).")
        }
        return name
    }

    /// An archive holds what the commit holds, byte for byte: the attributes of a repository have no say here.
    private static func neutraliseAttributes(_ folder: String) throws {
        try FileManager.default.createDirectory(atPath: "\(folder)/info", withIntermediateDirectories: true)
        try Data("* -export-ignore -export-subst -filter -ident -text -working-tree-encoding\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/info/attributes"))
    }
}
