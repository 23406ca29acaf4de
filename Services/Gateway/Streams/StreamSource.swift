/// What a stream tells, and for how long.
protocol StreamSource: Sendable {
    /// How long an event may be late whose wake was lost.
    var interval: Duration { get }

    /// What is new now; empty when nothing is. Called by one stream, one call at a time.
    func next() async throws -> [ServerSentEvent]

    /// Asked with every ping; throwing ends the stream.
    func mayContinue() async throws

    /// The stream has ended; nothing need wake it any more.
    func finish()
}
