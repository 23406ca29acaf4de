package import Core

/// Where an API server is, whom to trust there, and who we are to it.
package struct KubernetesConfiguration: Sendable {
    /// Bytes that are at hand, or in a file that is read again as it changes.
    package enum Material: Sendable {
        case inline(Secret<[UInt8]>)
        case file(String)
    }

    /// `https://host:port`, perhaps with a path; no slash at its end.
    package var server: String
    /// Where objects go for which nobody says otherwise.
    package var namespace: String
    /// PEM. nil: the system's authorities.
    package var certificateAuthority: Material?
    /// PEM, both or neither.
    package var clientCertificate: Material?
    package var clientKey: Material?
    package var token: Material?

    package init(
        server: String, namespace: String = "default", certificateAuthority: Material? = nil, clientCertificate: Material? = nil,
        clientKey: Material? = nil, token: Material? = nil
    ) {
        self.server = server
        self.namespace = namespace
        self.certificateAuthority = certificateAuthority
        self.clientCertificate = clientCertificate
        self.clientKey = clientKey
        self.token = token
    }
}

/// Why there is no configuration: a sentence for who operates Slipway, without secrets.
package struct KubernetesConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
