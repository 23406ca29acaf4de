import Telemetry

/// What this service counts beyond what every service does.
enum Figures {
    static let requests = HistogramFamily(
        "slipway_http_request_duration_seconds", ["method", "route", "status"],
        "Requests to the API until the answer (a stream's head), by method, the route's pattern and the status.")
    static let inFlight = GaugeFamily("slipway_http_requests_in_flight", "Requests that are being answered now.")
    static let streams = GaugeFamily("slipway_http_streams_open", "Server-sent event streams that are open now.")

    static let all: [any MetricFamily] = [requests, inFlight, streams]
}
