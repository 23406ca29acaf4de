/// How many instances an autoscaler may choose between, and what it goes by.
struct Autoscaling: Sendable, Equatable {
    var least: Int
    var most: Int
    /// How busy instances shall be on average, in percent of their CPU limit.
    var cpuPercent: Int
}
