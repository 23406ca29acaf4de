import Core
import Crypto
import HTTPTypes
import Hummingbird

/// Keeps other sites from using a browser's cookie: a request that changes something must carry a token that only our
/// own page could read, and must not say that it comes from elsewhere.
struct ForgeryGuard: Sendable {
    private let key: SymmetricKey
    private let origin: String

    init(key: SymmetricKey, origin: String) {
        self.key = key
        self.origin = origin
    }

    /// The token of one cookie: derived, so that no replica needs to remember it.
    func token(for cookie: String) -> String {
        Base64URL.encode(Array(HMAC<SHA256>.authenticationCode(for: Array(cookie.utf8), using: key)))
    }

    func check(_ request: Request, cookie: String) throws(Fault) {
        try checkOrigin(request)
        guard let sent = request.headers[.forgeryToken].flatMap({ Base64URL.decode($0) }),
            HMAC<SHA256>.isValidAuthenticationCode(sent, authenticating: Array(cookie.utf8), using: key)
        else { throw Fault(.permissionDenied, "The header X-CSRF-Token is missing or wrong.", reason: "csrf") }
    }

    /// Both headers are set by the browser and out of a page's reach; clients that are no browser send neither.
    func checkOrigin(_ request: Request) throws(Fault) {
        let foreign = Fault(.permissionDenied, "The request comes from another site.", reason: "csrf")
        if let site = request.headers[.fetchSite], site != "same-origin", site != "none" { throw foreign }
        guard let sent = request.headers[.origin] else { return }
        let own = request.head.authority.map { host in ["http://" + host, "https://" + host] } ?? []
        guard sent == origin || own.contains(sent) else { throw foreign }
    }
}
