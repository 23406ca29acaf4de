import Core
import Messages

/// What a container had used by a moment.
struct UsageSample: Sendable, Equatable {
    /// Processor time since its start.
    var cpu: Duration
    var memoryBytes: Int64
    /// 0 when there is none.
    var memoryLimit: Int64
    var at: ContinuousClock.Instant
}

/// What a container uses now: two samples make a rate.
struct Usage: Sendable, Equatable {
    /// 1000 is one core.
    var cpuMillicores: Int
    var memoryBytes: Int64
    var memoryLimit: Int64

    init(cpuMillicores: Int, memoryBytes: Int64, memoryLimit: Int64) {
        self.cpuMillicores = cpuMillicores
        self.memoryBytes = memoryBytes
        self.memoryLimit = memoryLimit
    }

    /// Nil when the samples are too near each other to tell, or of two lives of the container.
    init?(from first: UsageSample, to last: UsageSample) {
        let time = first.at.duration(to: last.at)
        guard time >= .milliseconds(100), last.cpu >= first.cpu else { return nil }
        cpuMillicores = Int(((last.cpu - first.cpu).inSeconds / time.inSeconds * 1000).rounded())
        memoryBytes = last.memoryBytes
        memoryLimit = last.memoryLimit
    }

    var proto: Proto.InstanceUsage {
        Proto.InstanceUsage(
            cpuMillicores: UInt32(clamping: cpuMillicores), memoryBytes: UInt64(clamping: memoryBytes),
            memoryLimitBytes: UInt64(clamping: memoryLimit))
    }
}
