/// Nothing of the awaited happened in time; says what was there instead.
package struct NeverHappened: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) {
        self.description = description
    }
}

/// Asks `observe` again and again until `isDone` likes the answer; throws what it last saw when `within` is over.
///
/// The only place in the tests that sleeps: a test that waits says here for what.
@discardableResult
package func eventually<T: Sendable>(
    _ what: String, within: Duration = .seconds(10), every: Duration = .milliseconds(20),
    _ observe: @Sendable () async throws -> T, until isDone: @Sendable (T) -> Bool
) async throws -> T {
    let clock = ContinuousClock()
    let end = clock.now + within
    while true {
        let outcome: Result<T, any Error>
        do { outcome = .success(try await observe()) } catch { outcome = .failure(error) }
        if case .success(let value) = outcome, isDone(value) { return value }
        guard clock.now < end else {
            let last = switch outcome {
            case .success(let value): "last seen: \(String(reflecting: value))"
            case .failure(let error): "last error: \(String(reflecting: error))"
            }
            throw NeverHappened(description: "not within \(within): \(what); \(last)")
        }
        try await Task.sleep(for: every)
    }
}

/// Waits until `condition` is true.
package func eventually(
    _ what: String, within: Duration = .seconds(10), _ condition: @Sendable () async throws -> Bool
) async throws {
    try await eventually(what, within: within, condition) { $0 }
}
