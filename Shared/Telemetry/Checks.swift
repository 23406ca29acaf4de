internal import Synchronization

/// What a service looks at when it is asked how it is, beyond what every service does.
package final class Checks: Sendable {
    package typealias Check = @Sendable () async throws -> Finding

    private let list = Mutex<[(name: String, check: Check)]>([])

    package init() {}

    package func add(_ name: String, _ check: @escaping Check) {
        list.withLock { $0.append((name, check)) }
    }

    package var all: [(name: String, check: Check)] { list.withLock { $0 } }
}
