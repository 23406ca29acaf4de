import Core
import Messages

/// How many instances an autoscaler may choose between, and what it goes by.
struct Autoscaling: Sendable, Hashable {
    var least: Int
    var most: Int
    /// How busy instances shall be on average, in percent of their CPU limit.
    var cpuPercent: Int

    /// - Parameter most: more is a mistake.
    init(_ wish: Proto.Autoscaling, most: Int) throws(Fault) {
        let (least, upper, percent) = (Int(wish.least), Int(wish.most), Int(wish.cpuPercent))
        guard (1...most).contains(least) else { throw .invalid("min", "must be between 1 and \(most)") }
        guard (least...most).contains(upper) else { throw .invalid("max", "must be between min and \(most)") }
        guard (1...100).contains(percent) else { throw .invalid("cpu_percent", "must be between 1 and 100") }
        self.init(least: least, most: upper, cpuPercent: percent)
    }

    init(least: Int, most: Int, cpuPercent: Int) {
        self.least = least
        self.most = most
        self.cpuPercent = cpuPercent
    }

    var proto: Proto.Autoscaling { Proto.Autoscaling(least: UInt32(least), most: UInt32(most), cpuPercent: UInt32(cpuPercent)) }
}
