import Core
internal import Hummingbird
package import Logging
import ServiceLifecycle
package import Telemetry

/// The door for the operator and the machine that watches: `/healthz`, `/readyz`, `/metrics`, on loopback by default.
///
/// `/healthz` says that the process answers and nothing more: a restart heals a stuck process, but not a database that
/// is away. `/readyz` says whether work sent here would be done, with the reasons why not; whoever routes work asks that.
package struct AdminServer: Service {
    private let host: String
    private let port: Int
    private let metrics: MetricsRegistry
    private let measure: @Sendable () -> Void
    private let notReady: @Sendable () -> [String]
    private let listening: @Sendable (Int) -> Void
    private let log: Logger

    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - measure: writes down what is only known when asked, before `/metrics` answers. It must not wait.
    ///   - notReady: the reasons why work can't be done here now, as short sentences; empty when it can.
    ///   - listening: told the port once the socket is open.
    package init(
        host: String, port: Int, metrics: MetricsRegistry, log: Logger, measure: @escaping @Sendable () -> Void = {},
        notReady: @escaping @Sendable () -> [String],
        listening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.metrics = metrics
        self.measure = measure
        self.notReady = notReady
        self.listening = listening
        self.log = log
    }

    /// What `/metrics` tells whatever the process does.
    package static var metrics: [MetricDescription] { [MetricsRegistry.refused] + ProcessFigures.descriptions }

    package func run() async throws {
        // Hummingbird tells of its own start and stop; what the operator wants to read is the service's.
        var quiet = log
        quiet.logLevel = max(log.logLevel, .warning)
        let application = Application(
            router: router(),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { [listening] channel in listening(channel.localAddress?.port ?? 0) },
            logger: quiet)
        do {
            try await application.run()
        } catch {
            throw Fault(
                .unavailable, "The admin server can't listen on \(host):\(port), or stopped listening.",
                detail: String(reflecting: error))
        }
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router(options: .autoGenerateHeadEndpoints)
        router.get("healthz") { _, _ in Self.text(.ok, "ok\n") }
        router.get("readyz") { [notReady] _, _ in
            let reasons = notReady()
            if reasons.isEmpty { return Self.text(.ok, "ready\n") }
            return Self.text(.serviceUnavailable, reasons.map { $0 + "\n" }.joined())
        }
        router.get("metrics") { [metrics, measure] _, _ in
            measure()
            return Self.text(.ok, metrics.exposition() + ProcessFigures.exposition(), type: MetricsRegistry.contentType)
        }
        return router
    }

    private static func text(
        _ status: HTTPResponse.Status, _ body: String, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}
