package import Core
import HTTPClient

/// What the engine, or a registry, refused, in its own words.
package struct EngineError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The HTTP status; 0 when there was no answer; 500 as well for a failure told inside a stream.
    package let status: Int
    package let message: String
    /// Where what is to be done about it is known; see `EngineError+Registry`.
    package let reason: Reason?

    package init(status: Int, message: String, reason: Reason? = nil) {
        self.status = status
        self.message = message
        self.reason = reason
    }

    package enum Reason: Sendable {
        /// The registry, or its token service, does not take the user or the password.
        case loginRefused
        /// The login is good, but not for this.
        case notAllowed
        /// TLS came to nothing: nobody whom we trust vouches for the other side, or it speaks none.
        case untrusted
    }

    package var description: String { "\(message) (\(status))" }

    /// There was no answer, or not a whole one: whether it was done is not known.
    package var isUnanswered: Bool { status == 0 }
    package var isNotFound: Bool { status == 404 }
    package var isConflict: Bool { status == 409 }

    /// For callers of a service: the engine's words stay in the detail, for they name paths and sockets.
    package var fault: Fault {
        isUnanswered
            ? .unavailable("the container engine is not answering", detail: message)
            : Fault(.internal, "internal error", detail: "container engine: \(self)")
    }

    init(_ error: HTTPError) {
        self.init(status: 0, message: error.message, reason: error.kind == .tls ? .untrusted : nil)
    }

    /// Reads `{"message": …}` of an engine or `{"errors": [{"message": …}]}` of a registry, or takes the text as it is.
    init(status: Int, body: [UInt8]) {
        let text = String(decoding: body.prefix(2000), as: UTF8.self)
        let json = try? JSONValue(parsing: body)
        let message = json?["message"]?.string ?? json?["errors"]?.array?.first?["message"]?.string ?? text
        self.init(status: status, message: message.isEmpty ? "the engine answered \(status)" : message.withoutLineEnd)
    }

    static func unreadable(_ what: String) -> EngineError {
        EngineError(status: 0, message: "\(what) cannot be understood")
    }
}

extension String {
    var withoutLineEnd: String {
        var text = self[...]
        while let last = text.last, last.isNewline { text.removeLast() }
        return String(text)
    }
}
