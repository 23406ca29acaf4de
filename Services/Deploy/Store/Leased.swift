import Telemetry

/// A row that this worker has for itself until the lease runs out; every write says so by the fence.
struct Leased<Key: Sendable>: Sendable {
    var key: Key
    var fence: Int64
    /// The request that asked for it, where one did.
    var trace: TraceContext?
}
