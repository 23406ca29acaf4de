import Core
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a request's body: bounded, JSON, and of the route's shape.
enum Body {
    static let most = 256 * 1_024

    /// An empty object where the route takes no body or nothing was sent.
    static func read(_ request: Request, _ fields: [Field]?) async throws -> JSONValue {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > most { throw Problem.tooLarge }
        // Read also where no body is taken: what is not wanted should be refused, not ignored.
        let bytes: [UInt8]
        do {
            bytes = Array(buffer: try await request.body.collect(upTo: most))
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge
        }
        guard !bytes.isEmpty else {
            try Shape.check([:], fields ?? [])
            return [:]
        }
        try checkContentType(request.headers[.contentType])
        return try parse(bytes, fields ?? [])
    }

    static func parse(_ bytes: [UInt8], _ fields: [Field]) throws(Fault) -> JSONValue {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw Fault(.invalidArgument, "The body is not JSON: \(error).")
        }
        try Shape.check(value, fields)
        return value
    }

    static func checkContentType(_ type: String?) throws(Fault) {
        guard let type else { return }
        let media = type.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
        guard media == "application/json" || media == "application/merge-patch+json" else {
            throw Fault(.invalidArgument, "The body must be application/json, not \(media.prefix(64)).")
        }
    }
}
