import Core
import HTTPClient
import Telemetry

typealias Query = [(String, String)]

/// A request to the API server before it has credentials.
struct Call {
    var method: String
    var path: String
    var query: Query
    var contentType = "application/json"
    var body: [UInt8]?
    var deadline: Duration
    /// For metrics: `apply`, `list`; and the kind's plural.
    var verb: String
    var kind: String

    init(_ method: String, _ path: String, _ query: Query = [], deadline: Duration = .seconds(30), verb: String = "get", kind: String = "server") {
        self.method = method
        self.path = path
        self.query = query
        self.deadline = deadline
        self.verb = verb
        self.kind = kind
    }

    func request(to server: String, _ credentials: Credentials.Current) -> HTTPRequest {
        let text = query.map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&")
        var request = HTTPRequest(
            method: method, url: server + path + (text.isEmpty ? "" : "?\(text)"), headers: [("Accept", "application/json")],
            tls: credentials.trust, bearer: credentials.token)
        if let body {
            request.headers.append(("Content-Type", contentType))
            request.body = .bytes(body)
        }
        request.peerTimeout = KubernetesClient.peerTimeout
        return request
    }
}

extension KubernetesClient {
    /// A page of 2,000 objects of 16 KiB, which is more than ours have; an answer beyond that is refused.
    private static let largestAnswer = 32 << 20

    /// One question, one answer. Statuses from 400 on are thrown. A server that asks for patience gets it, within the call's deadline;
    /// one that does not know our token gets the file's newest, once.
    @discardableResult
    func call(_ call: Call) async throws(KubernetesError) -> HTTPResponse {
        let end = ContinuousClock.now + call.deadline
        var hasRenewed = false
        while true {
            let identity = try await credentials.current()
            let answer = try await attempt(call, as: identity, until: end)
            guard answer.status >= 400 else { return answer }
            let error = KubernetesError(answer.head, body: answer.body)
            if error.isUnauthorized, !hasRenewed {
                hasRenewed = true
                if try await credentials.renew(after: identity) { continue }
            }
            guard error.isOverloaded, error.status == 429 || error.retryAfter != nil else { throw error }
            let wait = error.retryAfter ?? .seconds(1)
            guard ContinuousClock.now + wait < end else { throw error }
            try await pause(wait)
        }
    }

    private func attempt(_ call: Call, as identity: Credentials.Current, until end: ContinuousClock.Instant) async throws(KubernetesError) -> HTTPResponse {
        var request = call.request(to: configuration.server, identity)
        request.timeout = max(.milliseconds(1), end - .now)
        request.maxBody = Self.largestAnswer
        let start = ContinuousClock.now
        do throws(HTTPError) {
            let answer = try await requests.send(request)
            KubernetesMetrics.requests.observe(since: start, call.verb, call.kind, KubernetesMetrics.outcome(answer.status))
            return answer
        } catch {
            KubernetesMetrics.requests.observe(since: start, call.verb, call.kind, KubernetesMetrics.outcome(nil))
            throw KubernetesError(error)
        }
    }

    /// An answer that is read as it comes; `prepare` says what differs from a plain request.
    func open(_ call: Call, _ prepare: (inout HTTPRequest) -> Void) async throws(KubernetesError) -> HTTPStream {
        var hasRenewed = false
        while true {
            let identity = try await credentials.current()
            var request = call.request(to: configuration.server, identity)
            prepare(&request)
            let (stream, refusal): (HTTPStream, [UInt8])
            let start = ContinuousClock.now
            var status: Int?
            defer { KubernetesMetrics.requests.observe(since: start, call.verb, call.kind, KubernetesMetrics.outcome(status)) }
            do throws(HTTPError) {
                stream = try await streams.stream(request)
                status = stream.status
                guard stream.status >= 400 else { return stream }
                refusal = try await stream.collect(atMost: 256 << 10)
            } catch {
                throw KubernetesError(error)
            }
            let error = KubernetesError(stream.head, body: refusal)
            guard error.isUnauthorized, !hasRenewed else { throw error }
            hasRenewed = true
            guard try await credentials.renew(after: identity) else { throw error }
        }
    }
}

/// Waits; throws when the task is cancelled meanwhile.
func pause(_ duration: Duration) async throws(KubernetesError) {
    do { try await Task.sleep(for: duration) } catch { throw .cancelled }
}

extension HTTPResponse {
    func decoded<Value: Decodable>(_ type: Value.Type) throws(KubernetesError) -> Value {
        do { return try Coding.decode(type, body) } catch { throw .unreadable("the API server's answer", error) }
    }

    /// What the server remarks about a write that it has accepted: `299 - "would violate PodSecurity …"`.
    var warnings: [String] {
        headers.filter { $0.name.lowercased() == "warning" }.map { _, value in
            guard let first = value.firstIndex(of: "\""), let last = value.lastIndex(of: "\""), first < last else { return value }
            return String(value[value.index(after: first)..<last]).replacing("\\\"", with: "\"")
        }
    }
}

extension String {
    /// For a path's segment or a query's value: everything but RFC 3986's unreserved characters is escaped.
    var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%" + Hex.encode([byte]).uppercased()
            }
        }
        return text
    }
}
