import Core
import Synchronization

/// HTTP/1.1 by libcurl, for everything Slipway calls: a container engine's socket, the API server of Kubernetes, registries,
/// health paths.
///
/// One thread per client runs every transfer (`CurlLoop`); tasks wait in continuations, never in C. Answers are streams with
/// back pressure, and `send` is a stream read to its end. What is refused, here and for all callers: redirects, other
/// protocols than http and https, proxies towards this machine, trust in everybody, the environment's opinion on certificates.
///
/// libcurl silently repeats a request when a kept connection turns out dead. That is right for GET, PUT and DELETE; a POST gets
/// a connection of its own, so that it runs at most once.
package final class HTTPClient: Sendable {
    let loop = CurlLoop()
    private let lastID = Atomic<UInt64>(0)

    package init() {}

    deinit {
        loop.submit(.stop)
    }

    /// The whole answer, of whatever status.
    package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        var request = request
        request.timeout = request.timeout ?? .seconds(30)
        let stream = try await stream(request)
        if let length = stream.header("Content-Length").flatMap({ Int($0) }), length > request.maxBody, request.method != "HEAD" {
            throw HTTPError(.tooLarge, "the answer is larger than \(request.maxBody) bytes")
        }
        return HTTPResponse(head: stream.head, body: try await stream.collect(atMost: request.maxBody))
    }

    /// Opens a connection to the URL's host and port, and closes it: whether anybody takes it. Nothing is asked.
    ///
    /// - Throws: `couldNotConnect` with its `osError` when it is refused or no way leads there, `timedOut` when nothing is heard.
    package func connect(to url: String, within: Duration = .seconds(5)) async throws(HTTPError) {
        var request = HTTPRequest(url: url, timeout: within, connectTimeout: within)
        request.isConnectionOnly = true
        _ = try await stream(request)
    }

    /// The head of the answer, as soon as it is there; the body comes as it is read.
    package func stream(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        try request.check()
        let exchange = Exchange(id: lastID.add(1, ordering: .relaxed).newValue)
        let hold = ExchangeHold(exchange, of: self)
        loop.submit(.start(request, exchange))
        return HTTPStream(head: try await hold.head(), body: HTTPStreamBody(hold: hold))
    }
}

private extension HTTPRequest {
    /// libcurl writes headers as they are given: a line break in one would be a second header, or a second request.
    func check() throws(HTTPError) {
        guard !method.isEmpty, method.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
            throw HTTPError(.invalidRequest, "\"\(method)\" is no HTTP method")
        }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw HTTPError(.invalidRequest, "only http and https are spoken")
        }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw HTTPError(.invalidRequest, "the URL has a space or a control character in it")
        }
        for (name, value) in headers {
            let isName = !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
            let isValue = value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
            guard isName, isValue else { throw HTTPError(.invalidRequest, "the header \"\(name)\" cannot be sent") }
        }
        guard bearer?.reveal().utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) ?? true else {
            throw HTTPError(.invalidRequest, "the bearer token cannot be sent")
        }
        guard !(login?.user.contains(":") ?? false) else { throw HTTPError(.invalidRequest, "the user's name has a colon in it") }
    }
}
