/// What a kubelet's readiness probe found, read from its event.
enum ProbeFailure: Sendable, Equatable {
    case unknown
    /// Nothing listens, or nothing that the node reaches.
    case refused
    /// It answered: with this status.
    case answered(Int)
    case timedOut
    case other(String)

    /// `Readiness probe failed: HTTP probe failed with statuscode: 404`.
    init(_ message: String?) {
        guard let message else {
            self = .unknown
            return
        }
        if let code = message.firstMatch(of: /statuscode: (\d{3})/).flatMap({ Int($0.1) }) {
            self = .answered(code)
        } else if message.contains("connection refused") || message.contains("no route to host") {
            self = .refused
        } else if message.contains("deadline exceeded") || message.contains("i/o timeout") {
            self = .timedOut
        } else {
            self = .other(message.replacing("Readiness probe failed: ", with: ""))
        }
    }

    /// What a person who waits is told. A server may take a moment to listen; who has not after a while likely listens elsewhere.
    func remark(_ run: RunSettings, after: Duration) -> String? {
        switch self {
        case .unknown: nil
        case .refused where after >= HealthVerdict.wrongPortPatience:
            "Nothing in the container listens on port \(run.port); the app is given its port as $PORT, and must listen on 0.0.0.0."
        case .refused: "Nothing listens on port \(run.port) yet."
        case .answered(let code): "GET \(run.healthPath) answered \(code)."
        case .timedOut: run.healthPath.isEmpty ? "Port \(run.port) does not answer." : "GET \(run.healthPath) does not answer."
        case .other(let said): said
        }
    }
}
