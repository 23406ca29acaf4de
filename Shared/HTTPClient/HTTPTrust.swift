package import Core
import Foundation

/// Whom a TLS connection trusts, and who we are to it. There is no way to trust everybody.
///
/// Set in full on every transfer, so that CURL_CA_BUNDLE, SSL_CERT_FILE or SSL_CERT_DIR in the environment change nothing.
package struct HTTPTrust: Sendable {
    /// Certificates (PEM) trusted in place of the system's.
    package var caPEM: [UInt8]?
    /// The same, in a file; `caPEM` wins.
    package var caFile: String?
    /// Our own certificate and key (PEM), both or neither.
    package var clientCertificatePEM: [UInt8]?
    package var clientKeyPEM: Secret<[UInt8]>?

    package init(
        caPEM: [UInt8]? = nil, caFile: String? = nil, clientCertificatePEM: [UInt8]? = nil, clientKeyPEM: Secret<[UInt8]>? = nil
    ) {
        self.caPEM = caPEM
        self.caFile = caFile
        self.clientCertificatePEM = clientCertificatePEM
        self.clientKeyPEM = clientKeyPEM
    }

    /// The system's authorities, and these (PEM) as well.
    package static func system(and pem: [UInt8]) -> HTTPTrust {
        HTTPTrust(caPEM: Array(FileManager.default.contents(atPath: systemFile) ?? Data()) + [UInt8(ascii: "\n")] + pem + [UInt8(ascii: "\n")])
    }

    /// Where Debian, and nearly everybody else, keeps the certificates everybody trusts.
    static let systemFile = "/etc/ssl/certs/ca-certificates.crt"
}
