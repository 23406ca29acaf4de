package import Core

/// Where the bus is and who we are on it.
package struct NATSConfiguration: Sendable {
    /// "nats://127.0.0.1:4222"
    package var url: String
    package var user: String
    package var password: Secret<String>
    /// What the server's list of connections calls us: "build-1".
    package var name: String

    package init(url: String, user: String, password: Secret<String>, name: String) {
        self.url = url
        self.user = user
        self.password = password
        self.name = name
    }
}
