/// The numbers that the engine's runtime goes by.
struct EngineSettings: Sendable {
    var installation: String
    var ports: ClosedRange<Int>
    /// From the first start until it must serve.
    var healthDeadline: Duration
    /// Between the router's last request to an instance and the word to stop.
    var drain: Duration
    /// Between being told to end and being ended.
    var grace: Duration = .seconds(10)
    /// How long a stopped container waits for its lines to be stored.
    var linger: Duration = .seconds(60)
    /// Between two passes over an app where nothing moves.
    var steadyInterval: Duration = .seconds(15)
}
