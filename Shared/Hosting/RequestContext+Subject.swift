package import Core
package import Messaging

/// The ids in a request are what the caller claims; the ids of the actor are what the gateway proved. They must agree.
package extension RequestContext {
    /// The authorized project, if the request names it (or names none). Another one does not exist for this caller.
    func project(_ claimed: String) throws(Fault) -> ProjectID {
        let project = try project
        guard claimed.isEmpty || ProjectID(claimed) == project else { throw .notFound("such project") }
        return project
    }

    /// The actor's own account, if the request names it (or names none).
    func account(_ claimed: String) throws(Fault) -> AccountID {
        let account = try account
        guard claimed.isEmpty || AccountID(claimed) == account else { throw .notFound("such account") }
        return account
    }
}
