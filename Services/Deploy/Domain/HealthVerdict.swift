/// What one look at a running instance found.
enum Sighting: Sendable, Equatable {
    /// Listens, and answers if it was asked.
    case ready
    /// Nothing listens anywhere yet.
    case silent
    /// Something listens, elsewhere.
    case listens(port: Int)
    /// Listens on the right port where nobody outside reaches it.
    case localhostOnly
    /// Listens, but its health path did not answer below 500: how it did answer.
    case unready(String)
    /// Listens on the right port, and refuses what does not come by IPv6.
    case ipv6Only
    /// Listens, but the port where it is published leads nowhere.
    case unreachable
}

/// Decides by what was seen and how long it has been so: serve, wait on, or give up with a named cause.
enum HealthVerdict: Sendable, Equatable {
    case ready
    case wait
    case failed(DeploymentFailure)

    /// How long a wrong port may be the only one: a server may open others before its own.
    static let wrongPortPatience = Duration.seconds(5)

    /// How long no connection may reach what listens: an engine may still be writing its rules.
    static let unreachablePatience = Duration.seconds(2)

    /// - Parameter elapsed: since the container was started first.
    init(_ sighting: Sighting, port: Int, path: String, elapsed: Duration, deadline: Duration) {
        let seconds = Int(deadline.components.seconds)
        switch sighting {
        case .ready: self = .ready
        case .listens(let actual) where elapsed >= Self.wrongPortPatience:
            self = .failed(.wrongPort(listensOn: actual, expected: port, output: ""))
        case .localhostOnly where elapsed >= Self.wrongPortPatience: self = .failed(.localhostOnly(port: port, output: ""))
        case .silent where elapsed >= deadline: self = .failed(.nothingListens(port: port, seconds: seconds, output: ""))
        case .unready(let answered) where elapsed >= deadline:
            self = .failed(.notReady(path: path, answered: answered, seconds: seconds, output: ""))
        case .ipv6Only where elapsed >= Self.wrongPortPatience: self = .failed(.ipv6Only(port: port, output: ""))
        case .unreachable where elapsed >= Self.unreachablePatience: self = .failed(.unreachable(port: port))
        case .silent, .listens, .localhostOnly, .ipv6Only, .unready, .unreachable: self = .wait
        }
    }
}
