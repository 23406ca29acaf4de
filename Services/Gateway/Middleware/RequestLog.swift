import Core
import HTTPTypes
import Hummingbird
import Logging
import Telemetry

/// The outermost layer: gives a request its id and address, turns every error into a problem document, and writes the
/// one line of the access log. The line holds the path but not the query, and no header: neither may carry a secret there.
struct RequestLog: RouterMiddleware {
    let log: Logger
    let client: ClientAddress
    let table: RouteTable
    private let inFlight = InFlight()

    init(log: Logger, client: ClientAddress, table: RouteTable) {
        self.log = log
        self.client = client
        self.table = table
    }

    func handle(
        _ request: Request, context: GatewayContext, next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        let begun = ContinuousClock.now
        var context = context
        let trace = TraceContext(
            requestID: RequestIdentity.id(request.headers[.requestID]), trace: RequestIdentity.trace(request.headers[.traceparent]))
        context.requestID = trace.requestID
        context.traceparent = trace.trace.text
        context.address = client.address(peer: context.peer, request.headers)
        let known = context
        return try await TraceContext.$current.withValue(trace) { try await answer(request, known, since: begun, next) }
    }

    private func answer(
        _ request: Request, _ context: GatewayContext, since begun: ContinuousClock.Instant,
        _ next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        inFlight.begin()
        defer { inFlight.end() }
        var failure: Fault?
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let (problem, fault) = problem(error, request.uri.path)
            failure = fault
            response = problem.response(requestID: context.requestID)
        }
        response.headers[.requestID] = context.requestID
        write(request, context, response, failure, ContinuousClock.now - begun)
        return response
    }

    private func problem(_ error: any Error, _ path: String) -> (Problem, Fault?) {
        switch error {
        case let problem as Problem: (problem, nil)
        case let fault as Fault: (Problem(fault), fault)
        case let error as HTTPError where error.status == .notFound: (table.refusal(at: path), nil)
        case let error as HTTPError where error.status == .contentTooLarge: (.tooLarge, nil)
        case let error as HTTPError:
            (Problem(status: error.status.code, code: "invalid_argument", detail: error.body ?? "The request is not valid."), nil)
        case is CancellationError: Self.with(.unavailable("The gateway is stopping."))
        default: Self.with(.wrapping(error, "answering a request"))
        }
    }

    private static func with(_ fault: Fault) -> (Problem, Fault?) { (Problem(fault), fault) }

    private func write(
        _ request: Request, _ context: GatewayContext, _ response: Response, _ failure: Fault?, _ took: Duration
    ) {
        let notes = context.notes.current
        // What matches no route, and a method of somebody's invention, must not become a label.
        let method = RouteTable.methods.contains(request.method) ? request.method.rawValue : "other"
        Figures.requests.observe(took, method, notes.route ?? "none", "\(response.status.code)")
        let isBroken = response.status.code >= 500
        // Whoever watches asks many times a minute; that all is well is no news.
        let level: Logger.Level = isBroken ? .error : request.uri.path.hasSuffix("/healthz") ? .debug : .info
        guard level >= log.logLevel else { return }
        var metadata: Logger.Metadata = [
            "method": "\(request.method.rawValue)", "path": "\(request.uri.path.prefix(512))",
            "status": "\(response.status.code)", "ms": "\(took.milliseconds)",
            "address": "\(context.address)",
        ]
        if let route = notes.route { metadata["route"] = "\(route)" }
        if let account = notes.account { metadata["account"] = "\(account)" }
        if let project = notes.project { metadata["project"] = "\(project)" }
        if notes.isReplay { metadata["replay"] = "true" }
        if isBroken, let failure { metadata["error"] = "\(String(reflecting: failure))" }
        log.log(level: level, "request", metadata: metadata)
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name.known("X-Request-Id")
    static let traceparent = HTTPField.Name.known("Traceparent")
    static let idempotencyKey = HTTPField.Name.known("Idempotency-Key")
    static let forgeryToken = HTTPField.Name.known("X-CSRF-Token")
    static let lastEventID = HTTPField.Name.known("Last-Event-ID")
    static let forwardedFor = HTTPField.Name.known("X-Forwarded-For")
    static let fetchSite = HTTPField.Name.known("Sec-Fetch-Site")

    /// A name that is known to be well formed.
    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no field name") }
        return name
    }
}
