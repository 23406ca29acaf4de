import Foundation
import Glibc
import Telemetry

/// What the kernel knows about this process, read when asked; the names are Prometheus' own.
enum ProcessFigures {
    private static let figures: [(description: MetricDescription, read: @Sendable () -> Double?)] = [
        (.init("process_cpu_seconds_total", .counter, "User and system time spent."), cpuSeconds),
        (.init("process_resident_memory_bytes", .gauge, "Resident memory."), { memory(1) }),
        (.init("process_virtual_memory_bytes", .gauge, "Virtual memory."), { memory(0) }),
        (.init("process_open_fds", .gauge, "Open file descriptors."), { entries("/proc/self/fd") }),
        (.init("process_max_fds", .gauge, "File descriptors that may be open."), mostFiles),
        (.init("process_threads", .gauge, "Threads."), { entries("/proc/self/task") }),
        (.init("process_start_time_seconds", .gauge, "When the process started, as Unix time."), { startTime }),
    ]

    static var descriptions: [MetricDescription] { figures.map(\.description) }

    static func exposition() -> String {
        figures.reduce(into: "") { text, figure in
            guard let value = figure.read() else { return }
            text += figure.description.heading + "\(figure.description.name) \(MetricNumber.text(value))\n"
        }
    }

    /// Field 22 of `stat`, in ticks since the machine was started, which `/proc/stat` knows.
    private static let startTime: Double? = {
        guard let stat = text("/proc/self/stat"), let end = stat.lastIndex(of: ")"),
            let boot = text("/proc/stat")?.split(separator: "\n").first(where: { $0.hasPrefix("btime ") })?.split(separator: " ").last
        else { return nil }
        let fields = stat[end...].split(separator: " ")
        guard fields.count > 20, let ticks = Double(fields[20]), let boot = Double(boot) else { return nil }
        return boot + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }()

    @Sendable private static func cpuSeconds() -> Double? {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return nil }
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    @Sendable private static func mostFiles() -> Double? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Double(limit.rlim_cur)
    }

    /// A field of `statm`, in pages.
    private static func memory(_ field: Int) -> Double? {
        guard let fields = text("/proc/self/statm")?.split(separator: " "), fields.count > field, let pages = Double(fields[field])
        else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func entries(_ directory: String) -> Double? {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)).map { Double($0.count) }
    }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension MetricDescription {
    /// The two lines before a family's samples.
    var heading: String { "# HELP \(name) \(MetricName.help(help))\n# TYPE \(name) \(kind.rawValue)\n" }
}
