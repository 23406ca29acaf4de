import Core
import Identity
import Messages

/// Who makes a request, and with what they proved it.
struct Caller: Sendable {
    /// What was shown. Sessions may do everything their account may; a token what its scopes allow.
    enum Credential: Sendable, Equatable {
        case token(String, hash: [UInt8])
        case session(String)
        /// The session, and the cookie that its CSRF token is derived from.
        case cookie(String, cookie: String)
    }

    let account: AccountID
    let profile: Proto.Account
    let credential: Credential
    /// With what they imply: who may administer may deploy, who may deploy may read.
    let scopes: Set<Scope>

    /// Operates the installation, as far as the scopes shown allow: what concerns all of it needs `admin`.
    var isOperator: Bool { profile.isOperator && scopes.contains(.admin) }

    var sessionID: String? {
        switch credential {
        case .token: nil
        case .session(let id), .cookie(let id, _): id
        }
    }

    init(_ identity: Proto.Identity, _ credential: Credential) throws(Fault) {
        guard let profile = identity.account, let account = AccountID(profile.id) else {
            throw .internal("the user service answered an identity without an account")
        }
        self.account = account
        self.profile = profile
        self.credential = credential
        switch credential {
        case .token: scopes = Self.implied(identity.scopes.compactMap(Scope.init(rawValue:)))
        case .session, .cookie: scopes = Set(Scope.allCases)
        }
    }

    /// What the services behind the gateway are told; good for a minute.
    func actor(in place: Place?) -> Actor {
        Actor(
            account: account, project: place?.project, role: place?.role, scopes: scopes, isOperator: isOperator,
            sessionID: sessionID, expires: Timestamp.now().adding(.seconds(60)))
    }

    static func implied(_ scopes: [Scope]) -> Set<Scope> {
        var all = Set(scopes)
        if all.contains(.admin) { all.insert(.deploy) }
        if all.contains(.deploy) { all.insert(.read) }
        return all
    }
}
