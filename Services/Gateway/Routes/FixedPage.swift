import Core
import Crypto
import HTTPTypes
import HummingbirdCore
import NIOCore

/// A document that stays as it is while the gateway runs: its bytes are made once, and who has them is told so.
struct FixedPage: Sendable {
    let media: String
    let entityTag: String
    private let bytes: ByteBuffer
    private let policy: String?

    /// - Parameter policy: the page's own Content-Security-Policy; nil for what is no page.
    init(_ media: String, _ bytes: [UInt8], policy: String? = nil) {
        self.media = media
        self.bytes = ByteBuffer(bytes: bytes)
        self.policy = policy
        entityTag = "\"\(Base64URL.encode(Array(SHA256.hash(data: bytes).prefix(12))))\""
    }

    func answer(_ call: Call) -> Answer {
        let known = (call.request.headers[.ifNoneMatch] ?? "").split(separator: ",").map { tag in
            let tag = tag.filter { $0 != " " }
            return tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : String(tag)
        }
        var answer = Answer(known.contains(entityTag) || known == ["*"] ? 304 : 200)
        answer.headers[.eTag] = entityTag
        answer.headers[.cacheControl] = "no-cache"
        if let policy { answer.headers[.contentSecurityPolicy] = policy }
        if answer.status == 200 { answer.fixed = (media, bytes) }
        return answer
    }
}
