/// Reads what Git writes when it does not succeed. Only here is its prose looked at, in its C locale.
enum GitComplaint {
    /// The failure behind a complaint about a remote repository.
    static func failure(_ complaint: String, about url: RepositoryURL) -> BuildFailure {
        let text = complaint.lowercased()
        func says(_ phrases: String...) -> Bool { phrases.contains { text.contains($0) } }
        if says("could not read username", "could not read password", "authentication failed", "terminal prompts disabled",
            "returned error: 401", "returned error: 403")
        {
            return BuildFailure(
                .sourceAuthRequired, "\(url.name) asks for credentials. Slipway can read public repositories only, so far.",
                details: tail(complaint), cause: complaint)
        }
        if says("repository not found", "returned error: 404", "' not found") {
            return unreachable(url, "There is no repository at \(url.name).", complaint)
        }
        if says("returned error: 30", "update url base from redirection") {
            return unreachable(url, "\(url.name) redirects to another address; use that one.", complaint)
        }
        if says("connection refused", "couldn't connect to server") {
            return unreachable(url, "\(url.name) can't be reached: nothing listens on port \(url.port) of \(url.host).", complaint)
        }
        if says("timed out", "too slow") {
            return unreachable(url, "\(url.name) can't be reached: it did not answer in time.", complaint)
        }
        if says("certificate") {
            return unreachable(url, "\(url.name) can't be reached: its certificate is not trusted.", complaint)
        }
        return unreachable(url, "\(url.name) can't be read.", complaint)
    }

    /// "There is no branch `mian` in github.com/acme/shop; it has main, dev."
    static func noBranch(_ branch: String, in url: RepositoryURL, has branches: [String]) -> BuildFailure {
        guard !branches.isEmpty else {
            return BuildFailure(.refNotFound, "There is no branch `\(branch)` in \(url.name); it has none at all.")
        }
        let shown = branches.prefix(8).joined(separator: ", ")
        let rest = branches.count > 8 ? " and \(branches.count - 8) more" : ""
        return BuildFailure(.refNotFound, "There is no branch `\(branch)` in \(url.name); it has \(shown)\(rest).")
    }

    static func noCommit(_ commit: String, in url: RepositoryURL) -> BuildFailure {
        BuildFailure(.refNotFound, "There is no commit \(commit.prefix(7)) in \(url.name).")
    }

    private static func unreachable(_ url: RepositoryURL, _ sentence: String, _ complaint: String) -> BuildFailure {
        BuildFailure(.sourceUnreachable, sentence, details: tail(complaint), cause: complaint)
    }

    /// The last lines, for people; addresses in them are those of the repository that was asked for.
    private static func tail(_ complaint: String) -> String {
        complaint.split(separator: "\n").suffix(3).joined(separator: "\n")
    }
}
