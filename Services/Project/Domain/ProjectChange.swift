/// What is to be different; nil stays as it is.
struct ProjectChange: Sendable, Equatable {
    var displayName: String?
    /// 0 is the operator's choice again.
    var days: Int64?
    var bytes: Int64?
}
