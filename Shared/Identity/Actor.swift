package import Core

/// On whose behalf a call is made: the gateway fills it in, signs it, and every service checks the signature.
///
/// The gateway is the only one that knows a session or a token; a service behind it knows an `Actor` and nothing else.
/// It is short-lived (a minute), so a role taken away stops working without a list of revocations.
package struct Actor: Sendable, Codable, Equatable {
    package var account: AccountID?
    /// The project the call is about, where it is about one; `role` is the account's role in exactly this project.
    package var project: ProjectID?
    package var role: Role?
    package var scopes: Set<Scope>
    package var sessionID: String?
    package var expires: Timestamp

    package init(
        account: AccountID?, project: ProjectID? = nil, role: Role? = nil, scopes: Set<Scope> = [],
        sessionID: String? = nil, expires: Timestamp
    ) {
        self.account = account
        self.project = project
        self.role = role
        self.scopes = scopes
        self.sessionID = sessionID
        self.expires = expires
    }

    /// Short keys: the text rides in a header of every message.
    private enum CodingKeys: String, CodingKey {
        case account = "a"
        case project = "p"
        case role = "r"
        case scopes = "s"
        case sessionID = "i"
        case expires = "x"
    }
}
