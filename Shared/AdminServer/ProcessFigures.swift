import Foundation
import Glibc

/// What the kernel knows about this process, read when asked; the names are Prometheus' own.
enum ProcessFigures {
    static func exposition() -> String {
        var text = ""
        func gauge(_ name: String, _ value: Double?, _ kind: String = "gauge") {
            guard let value else { return }
            text += "# TYPE \(name) \(kind)\n\(name) \(MetricNumber.text(value))\n"
        }
        gauge("process_cpu_seconds_total", cpuSeconds(), "counter")
        gauge("process_resident_memory_bytes", residentBytes())
        gauge("process_open_fds", openFiles())
        gauge("process_start_time_seconds", startTime)
        gauge("process_threads", threads())
        return text
    }

    /// Close enough to the start: it is first touched when the registry is made.
    static let startTime: Double? = Date().timeIntervalSince1970

    private static func cpuSeconds() -> Double? {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return nil }
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// The second field of `statm`, in pages.
    private static func residentBytes() -> Double? {
        guard let statm = FileManager.default.contents(atPath: "/proc/self/statm") else { return nil }
        let fields = String(decoding: statm, as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Double(fields[1]) else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func openFiles() -> Double? { entries("/proc/self/fd") }
    private static func threads() -> Double? { entries("/proc/self/task") }

    private static func entries(_ directory: String) -> Double? {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)).map { Double($0.count) }
    }
}
