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

    func response(requestID: String) -> Response {
        let status = HTTPResponse.Status(code: status)
        var body: JSONValue = [
            "type": "about:blank", "title": .string(status.reasonPhrase.isEmpty ? "Error" : status.reasonPhrase),
            "status": .int(Int64(self.status)), "detail": .string(detail), "code": .string(code), "request_id": .string(requestID),
        ]
        if let reason { body["reason"] = .string(reason) }
        if !errors.isEmpty {
            body["errors"] = .array(errors.map { ["field": .string($0.field), "message": .string($0.message)] })
        }
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.encodedBytes())))
    }
}
