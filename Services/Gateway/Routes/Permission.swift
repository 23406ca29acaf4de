import Identity

/// Who may call a route. Every route says one; there is no default.
enum Permission: Sendable, Equatable {
    /// Anybody, known or not.
    case everyone
    /// Any account; an API token needs the scope.
    case account(Scope)
    /// A member of the project that the path's resource belongs to.
    case project(Role, Scope, of: Resource)
    /// An operator of the installation; an API token needs the scope `admin`.
    case `operator`

    /// What an API token must hold.
    var scope: Scope? {
        switch self {
        case .everyone: nil
        case .account(let scope), .project(_, let scope, _): scope
        case .operator: .admin
        }
    }

    /// As the OpenAPI document tells it.
    var text: String {
        switch self {
        case .everyone: "public"
        case .account: "account"
        case .project(let role, _, _): role.rawValue
        case .operator: "operator"
        }
    }

    /// As a person reads it.
    var sentence: String {
        switch self {
        case .everyone: "For everyone."
        case .account(let scope): "For any account; an API token needs the scope `\(scope.rawValue)`."
        case .operator: "For operators of the installation; an API token needs the scope `admin`."
        case .project(let role, let scope, _):
            "For members of the project with the role `\(role.rawValue)` or above; an API token needs the scope `\(scope.rawValue)`."
        }
    }
}

/// What a path names and a project owns. The raw value is the path's parameter and the word in "There is no …."
enum Resource: String, Sendable, Equatable, CaseIterable {
    case project, app, deployment, build
}
