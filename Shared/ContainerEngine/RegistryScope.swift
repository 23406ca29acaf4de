/// What is asked of a registry, as its token service is told: https://distribution.github.io/distribution/spec/auth/scope/.
struct RegistryScope: Hashable, Sendable {
    var repository: String
    var actions: [String]

    var text: String { "repository:\(repository):\(actions.joined(separator: ","))" }
}
