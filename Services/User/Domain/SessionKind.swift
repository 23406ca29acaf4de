/// How its holder proves it.
enum SessionKind: String, Sendable {
    /// By a refresh token that changes with every use, and short-lived access tokens between.
    case token
    /// By a cookie.
    case cookie
}
