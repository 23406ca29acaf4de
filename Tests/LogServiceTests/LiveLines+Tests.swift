import Core
import Logging
import Messaging

@testable import LogService

extension LiveLines {
    /// The bus is away: what is published is lost, which truth does not mind.
    static let toNobody = LiveLines(
        nats: NATSConnection(NATSConfiguration(url: "nats://127.0.0.1:1", user: "", password: Secret(""), name: "log"), log: Logger(label: "test")),
        log: Logger(label: "test"))
}
