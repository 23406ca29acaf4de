import Core

/// How long the lines of a project's apps are kept; nil is the operator's choice.
struct LogRetention: Sendable, Equatable {
    var days: Int64?
    /// Of each app.
    var bytes: Int64?
}

/// The most that a project may choose.
struct LogRetentionLimit: Sendable {
    static let leastBytes: Int64 = 1 << 20

    let days: Int64
    let bytes: Int64

    /// 0 is the operator's choice again.
    func check(days: Int64?, bytes: Int64?) throws(Fault) {
        if let days, days != 0, !(1...self.days).contains(days) {
            throw .invalid("log_retention_days", "lies between 1 and \(self.days) here; null is what the operator chose.")
        }
        if let bytes, bytes != 0, !(Self.leastBytes...self.bytes).contains(bytes) {
            throw .invalid("log_retention_bytes", "lies between \(Self.leastBytes) and \(self.bytes) here; null is what the operator chose.")
        }
    }
}
