package import Core

/// A name and a password, as the Basic scheme shows them to a server.
package struct HTTPLogin: Sendable {
    /// Without a colon, which ends it on the wire.
    package let user: String
    package let password: Secret<String>

    package init(user: String, password: Secret<String>) {
        self.user = user
        self.password = password
    }
}
