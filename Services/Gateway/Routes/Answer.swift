import Core
import Hummingbird
import HTTPTypes
import NIOCore

/// What a route answers.
struct Answer: Sendable {
    var status: Int
    var body: JSONValue?
    var headers = HTTPFields()
    /// Instead of `body`, for answers without an end.
    var stream: ResponseBody?
    /// Instead of `body`, for what was written beforehand: its media type and bytes.
    var fixed: (media: String, bytes: ByteBuffer)?

    init(_ status: Int, _ body: JSONValue? = nil) {
        self.status = status
        self.body = body
    }

    static func ok(_ body: JSONValue) -> Answer { Answer(200, body) }
    static func created(_ body: JSONValue) -> Answer { Answer(201, body) }
    static func accepted(_ body: JSONValue) -> Answer { Answer(202, body) }
    static let nothing = Answer(204)

    /// One page: `next_cursor` is null on the last.
    static func list(_ items: [JSONValue], next: String?) -> Answer {
        .ok(["items": .array(items), "next_cursor": .optional(next)])
    }

    var response: Response {
        var headers = headers
        if let stream { return Response(status: .init(code: status), headers: headers, body: stream) }
        if let fixed {
            headers[.contentType] = fixed.media
            return Response(status: .init(code: status), headers: headers, body: ResponseBody(byteBuffer: fixed.bytes))
        }
        guard let body else { return Response(status: .init(code: status), headers: headers) }
        headers[.contentType] = "application/json"
        return Response(status: .init(code: status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.encodedBytes())))
    }
}
