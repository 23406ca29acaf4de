import Core
import HTTPTypes
import Hummingbird

/// A refusal as RFC 9457 has it: what every error of the API looks like.
struct Problem: Error, Sendable {
    var status: Int
    var code: String
    var detail: String
    var reason: String?
    var errors: [FieldError] = []
    var headers = HTTPFields()

    init(status: Int, code: String, detail: String) {
        self.status = status
        self.code = code
        self.detail = detail
    }

    init(_ fault: Fault) {
        status = fault.code.httpStatus
        code = fault.code.apiCode
        detail = fault.message
        reason = fault.reason
        errors = fault.fields
        if let wait = fault.retryAfter { headers[.retryAfter] = String(max(1, Int(wait.inSeconds.rounded(.up)))) }
        if fault.code == .unauthenticated { headers[.wwwAuthenticate] = "Bearer" }
    }

    static let noRoute = Problem(status: 404, code: "not_found", detail: "There is nothing at this address.")
    static let tooLarge = Problem(status: 413, code: "too_large", detail: "The body may have at most 256 KiB.")

    static func wrongMethod(allowed: [HTTPRequest.Method]) -> Problem {
        let methods = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        var problem = Problem(status: 405, code: "method_not_allowed", detail: "This address takes \(methods).")
        problem.headers[.allow] = methods
        return problem
    }

    static let schema = Schema(
        "Problem", "Why a call was refused (RFC 9457).",
        [
            .text("type", "Always about:blank: `code` is the word for programs.", like: "about:blank"),
            .text("title", "The status, in words.", like: "Conflict"), .integer("status", 400...599, "The HTTP status.", like: 409),
            .text("detail", "A sentence for people.", .any, like: "There is already a project named demo."),
            .text("code", "A word for programs.", most: 64, like: "already_exists"),
            .text("reason", "A word for programs where the code alone is too coarse.", most: 64, like: "name_taken"),
            .text("request_id", "What the request is called in the logs.", most: 128, like: "0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071"),
            .list(
                "errors",
                of: .object([
                    .text("field", "Where it stands: `run.memory`.", .any, like: "name").required,
                    .text("message", "What is wrong with it.", .any, like: "must not be empty").required,
                ]), "Every field that is wrong, at once."),
        ], optional: ["reason", "errors"])

    /// What each status is called (RFC 9110); a status that is made from a number does not know.
    private static let titles = [
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict",
        413: "Content Too Large", 429: "Too Many Requests", 499: "Client Closed Request", 500: "Internal Server Error",
        501: "Not Implemented", 503: "Service Unavailable", 504: "Gateway Timeout",
    ]

    func json(requestID: String) -> JSONValue {
        var body: JSONValue = [
            "type": "about:blank", "title": .string(Self.titles[status] ?? "Error"),
            "status": .int(Int64(status)), "detail": .string(detail), "code": .string(code), "request_id": .string(requestID),
        ]
        if let reason { body["reason"] = .string(reason) }
        if !errors.isEmpty {
            body["errors"] = .array(errors.map { ["field": .string($0.field), "message": .string($0.message)] })
        }
        return body
    }

    func response(requestID: String) -> Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        let body = ByteBuffer(bytes: json(requestID: requestID).encodedBytes())
        return Response(status: HTTPResponse.Status(code: status), headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
