package import Core

/// The variables that a build sees, by name: known for as long as it takes, and to be shown nowhere.
package struct BuildVariables: Sendable {
    package static let none = BuildVariables([:])
    /// Where the steps of a build find them, each in a file of its name: where `RUN --mount=type=secret,id=NAME` has it.
    package static let folder = "/run/secrets"

    private let values: [String: Secret<String>]

    package init(_ values: [String: Secret<String>]) {
        self.values = values
    }

    package var isEmpty: Bool { values.isEmpty }
    package var names: [String] { values.keys.sorted() }

    /// In the order of their names.
    package func reveal() -> [(name: String, value: String)] { names.compactMap { name in values[name].map { (name, $0.reveal()) } } }
}
