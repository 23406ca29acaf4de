import Core
import HTTPClient
import Telemetry

typealias Query = [(String, String)]

extension ContainerEngine {
    static let apiVersion = "/v1.41"

    /// One question, one answer. Statuses from 400 on are thrown; 304 ("it already is so") is not.
    @discardableResult
    func call(
        _ method: String, _ path: String, _ query: Query = [], body: JSONValue? = nil, deadline: Duration = .seconds(30),
        under version: String = apiVersion
    ) async throws(EngineError) -> HTTPResponse {
        var request = request(method, version + path, query)
        request.timeout = deadline
        request.maxBody = 32 << 20
        if let body {
            request.headers = [("Content-Type", "application/json")]
            request.body = .bytes(body.encodedBytes())
        }
        let answer: HTTPResponse
        let (start, operation) = (ContinuousClock.now, EngineMetrics.operation(method, path))
        do throws(HTTPError) {
            answer = try await http.send(request)
        } catch {
            EngineMetrics.engine.observe(since: start, operation, EngineMetrics.outcome(nil))
            throw EngineError(error)
        }
        EngineMetrics.engine.observe(since: start, operation, EngineMetrics.outcome(answer.status))
        guard answer.status < 400 else { throw EngineError(status: answer.status, body: answer.body) }
        return answer
    }

    /// An answer that is read as it comes; `prepare` says what differs from a plain request.
    func open(
        _ method: String, _ path: String, _ query: Query, _ prepare: (inout HTTPRequest) -> Void = { _ in }
    ) async throws(EngineError) -> HTTPStream {
        var request = request(method, path, query)
        request.headTimeout = nil
        prepare(&request)
        let (stream, refusal): (HTTPStream, [UInt8])
        let (start, operation) = (ContinuousClock.now, EngineMetrics.operation(method, path))
        var status: Int?
        defer { EngineMetrics.engine.observe(since: start, operation, EngineMetrics.outcome(status)) }
        do throws(HTTPError) {
            stream = try await http.stream(request)
            status = stream.status
            guard stream.status >= 400 else { return stream }
            refusal = try await stream.collect(atMost: 64 << 10)
        } catch {
            throw EngineError(error)
        }
        throw EngineError(status: stream.status, body: refusal)
    }

    private func request(_ method: String, _ path: String, _ query: Query) -> HTTPRequest {
        let text = query.map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&")
        return HTTPRequest(method: method, url: "http://engine\(path)" + (text.isEmpty ? "" : "?\(text)"), unixSocket: socket)
    }
}

extension HTTPResponse {
    func json() throws(EngineError) -> JSONValue {
        do throws(JSONError) { return try JSONValue(parsing: body) } catch { throw .unreadable("the engine's answer") }
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

extension JSONValue {
    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    static func strings(_ texts: [String: String]) -> JSONValue { .object(texts.mapValues { .string($0) }) }

    /// `{"a": "b"}`, with whatever is no string left out.
    var texts: [String: String] { (object ?? [:]).compactMapValues(\.string) }

    /// The `filters` parameter for one label, `key` or `key=value`.
    static func filters(label: String?) -> Query {
        guard let label else { return [] }
        return [("filters", JSONValue.object(["label": [.string(label)]]).encoded())]
    }
}
