package import Core

/// On whose behalf a call is made: the gateway fills it in, signs it, and every service checks the signature.
///
/// The gateway is the only one that knows a session or a token; a service behind it knows an `Actor` and nothing else.
/// It is short-lived (a minute), so a role taken away stops working without a list of revocations.
package struct Actor: Sendable, Codable, Hashable {
    package var account: AccountID?
    /// The project the call is about, where it is about one; `role` is the account's role in exactly this project.
    package var project: ProjectID?
    package var role: Role?
    package var scopes: Set<Scope>
    /// Operates the installation: may do what concerns all of it.
    package var isOperator: Bool
    package var sessionID: String?
    package var expires: Timestamp

    package init(
        account: AccountID?, project: ProjectID? = nil, role: Role? = nil, scopes: Set<Scope> = [],
        isOperator: Bool = false, sessionID: String? = nil, expires: Timestamp
    ) {
        self.account = account
        self.project = project
        self.role = role
        self.scopes = scopes
        self.isOperator = isOperator
        self.sessionID = sessionID
        self.expires = expires
    }

    /// Short keys: the text rides in a header of every message.
    private enum CodingKeys: String, CodingKey {
        case account = "a"
        case project = "p"
        case role = "r"
        case scopes = "s"
        case isOperator = "o"
        case sessionID = "i"
        case expires = "x"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        account = try values.decodeIfPresent(AccountID.self, forKey: .account)
        project = try values.decodeIfPresent(ProjectID.self, forKey: .project)
        role = try values.decodeIfPresent(Role.self, forKey: .role)
        scopes = try values.decode(Set<Scope>.self, forKey: .scopes)
        // A gateway of the version before does not say it.
        isOperator = try values.decodeIfPresent(Bool.self, forKey: .isOperator) ?? false
        sessionID = try values.decodeIfPresent(String.self, forKey: .sessionID)
        expires = try values.decode(Timestamp.self, forKey: .expires)
    }
}
