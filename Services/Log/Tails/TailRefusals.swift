import Synchronization
import Telemetry

/// Containers whose output is refused, for who looks after the installation: everything else about them may look well.
final class TailRefusals: Sendable {
    private struct Refused {
        var times = 0
        var error = ""
    }

    /// A log that is not there yet, or a container that ends just then, is refused once or twice.
    private static let few = 3

    private let refused = Mutex<[String: Refused]>([:])

    /// True once for a container, when it is more than a coincidence.
    func note(_ container: String, _ error: any Error) -> Bool {
        refused.withLock { refused in
            refused[container, default: Refused()].times += 1
            refused[container]?.error = "\(error)"
            return refused[container]?.times == Self.few
        }
    }

    /// It was read, or nobody reads it any more.
    func forget(_ container: String) { refused.withLock { _ = $0.removeValue(forKey: container) } }

    func examine() -> Finding {
        let lasting = refused.withLock { $0.values.filter { $0.times >= Self.few } }
        guard let one = lasting.first else { return .ok("No instance's output is refused.") }
        let whose = lasting.count == 1 ? "one instance" : "\(lasting.count) instances"
        return .warn("The output of \(whose) cannot be read: \(one.error).", do: "see that this service's account may get pods/log, or use the engine's socket")
    }
}
