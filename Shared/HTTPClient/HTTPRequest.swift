package import Core

/// One HTTP request. Redirects are never followed: where a request goes is decided by who sends it.
package struct HTTPRequest: Sendable {
    package var method: String
    /// Absolute, `http` or `https`. With `unixSocket` the host is only a name.
    package var url: String
    package var headers: [(String, String)]
    package var body: HTTPBody
    /// The path of a socket file to connect to instead of the URL's host.
    package var unixSocket: String?
    /// From start to last byte. nil: `send` takes 30 seconds, `stream` goes on without end.
    package var timeout: Duration?
    package var connectTimeout: Duration
    /// How long a stream may take until its head is there; nil for answers that begin with the first event.
    package var headTimeout: Duration?
    /// A stream during which nothing comes for this long has failed. For watches with bookmarks, not for logs.
    package var stallTimeout: Duration?
    /// A connection whose other end acknowledges nothing for this long, not even the kernel's probes, has failed.
    package var peerTimeout = Duration.seconds(60)
    /// The largest answer `send` accepts; more is `tooLarge`. Streams are not counted.
    package var maxBody: Int
    /// A numeric address to connect to in place of what the host's name resolves to: one that has been checked stays the one used.
    package var pinnedAddress: String?
    package var tls: HTTPTrust
    package var bearer: Secret<String>?
    /// Shown where there is no bearer token.
    package var login: HTTPLogin?
    /// Nothing is asked: the connection is closed as soon as it stands.
    var isConnectionOnly = false

    package init(
        method: String = "GET", url: String, headers: [(String, String)] = [], body: HTTPBody = .none, unixSocket: String? = nil,
        timeout: Duration? = nil, connectTimeout: Duration = .seconds(5), headTimeout: Duration? = .seconds(30),
        stallTimeout: Duration? = nil, maxBody: Int = 8 << 20, pinnedAddress: String? = nil, tls: HTTPTrust = HTTPTrust(),
        bearer: Secret<String>? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.unixSocket = unixSocket
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.headTimeout = headTimeout
        self.stallTimeout = stallTimeout
        self.maxBody = maxBody
        self.pinnedAddress = pinnedAddress
        self.tls = tls
        self.bearer = bearer
    }
}
