/// Why there is no answer.
package struct HTTPError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// No connection, or no address for the name: the request has not been sent.
        case couldNotConnect
        case timedOut
        case tooLarge
        /// The other side, or this client, closed the connection before the answer was whole.
        case closed
        /// What came is not HTTP.
        case `protocol`
        case tls
        case cancelled
        /// The request cannot be sent as it is: a broken URL, a header with a line break, an unreadable file.
        case invalidRequest
    }

    package let kind: Kind
    /// A sentence without secrets.
    package let message: String
    /// With `couldNotConnect`: what connect(2) failed with (errno); 0 where it is not known.
    package let osError: Int32

    package init(_ kind: Kind, _ message: String, osError: Int32 = 0) {
        self.kind = kind
        self.message = message
        self.osError = osError
    }

    package var description: String { "\(kind.rawValue): \(message)" }

    static let cancelled = HTTPError(.cancelled, "the request was cancelled")
}
