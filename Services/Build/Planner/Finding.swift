/// What a source says about one thing, and which of its files says so.
package struct Finding: Sendable, Equatable {
    package var value: String
    /// "package.json", "`engines.node` in package.json".
    package var because: String
    /// Nothing says it in so many words: it is what such a source usually means.
    package var isGuess: Bool

    package init(_ value: String, because: String, isGuess: Bool = false) {
        self.value = value
        self.because = because
        self.isGuess = isGuess
    }
}

/// Looks at a source for one thing; nil when the source does not say it.
package struct Rule: Sendable {
    private let look: @Sendable (SourceTree) throws(BuildFailure) -> Finding?

    init(_ look: @escaping @Sendable (SourceTree) throws(BuildFailure) -> Finding?) {
        self.look = look
    }

    func callAsFunction(_ tree: SourceTree) throws(BuildFailure) -> Finding? { try look(tree) }
}

extension [Rule] {
    /// What the first rule that finds something finds.
    func first(in tree: SourceTree) throws(BuildFailure) -> Finding? {
        for rule in self {
            if let finding = try rule(tree) { return finding }
        }
        return nil
    }
}

/// One thing that was decided, for whoever reads the plan.
package struct Decision: Sendable, Equatable {
    /// language, version, base, install, build, start, output, variables.
    package var what: String
    package var finding: Finding

    package init(_ what: String, _ finding: Finding) {
        self.what = what
        self.finding = finding
    }
}
