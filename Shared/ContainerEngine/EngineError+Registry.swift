import Hosting

/// What an operator can do something about: each says by which setting.
extension EngineError {
    /// - Parameter registry: where it is another one that refuses, its token service.
    static func loginRefused(by host: String, for registry: String? = nil) -> EngineError {
        let whose = registry.map { $0 == host ? "" : " for \($0)" } ?? ""
        return EngineError(
            status: 401, message: "\(host) refuses the login of \(Setting.variable("registry.user"))\(whose); see \(Setting.variable("registry.password"))_FILE",
            reason: .loginRefused)
    }

    static func notAllowed(_ scope: RegistryScope, by host: String) -> EngineError {
        let actions = scope.actions.joined(separator: " and ")
        return EngineError(
            status: 401, message: "\(host) takes the login of \(Setting.variable("registry.user")), but does not let it \(actions) in \(scope.repository)",
            reason: .notAllowed)
    }
}
