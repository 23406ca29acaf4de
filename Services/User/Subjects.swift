import Messages
import Messaging

/// Everything this service says and hears, one line each.
enum Subjects {
    /// It calls nobody and follows nobody.
    static let declared = SubjectTable(service: "user")

    /// What it answers. `UserInternalRPC.changes` is answered by the host.
    static func table(_ stores: Stores, _ passwords: Passwords) -> SubjectTable {
        declared
            .answer(UserInternalRPC.signUp, SignUpHandler(accounts: stores.accounts, passwords: passwords).handle)
            .answer(UserInternalRPC.logIn, LogInHandler(stores: stores, passwords: passwords).handle)
            .answer(UserInternalRPC.refresh, RefreshHandler(sessions: stores.sessions).handle)
            .answer(UserInternalRPC.authenticate, AuthenticateHandler(stores: stores).handle)
            .answer(UserRPC.getAccount, GetAccountHandler(accounts: stores.accounts).handle)
            .answer(UserRPC.listSessions, ListSessionsHandler(sessions: stores.sessions).handle)
            .answer(UserRPC.revokeSession, RevokeSessionHandler(sessions: stores.sessions).handle)
            .answer(UserRPC.createToken, CreateTokenHandler(tokens: stores.tokens).handle)
            .answer(UserRPC.listTokens, ListTokensHandler(tokens: stores.tokens).handle)
            .answer(UserRPC.deleteToken, DeleteTokenHandler(tokens: stores.tokens).handle)
            .answer(UserRPC.listOperators, ListOperatorsHandler(accounts: stores.accounts).handle)
            .answer(UserRPC.setOperator, SetOperatorHandler(accounts: stores.accounts).handle)
            .answer(UserRPC.logOut, LogOutHandler(sessions: stores.sessions).handle)
    }
}
