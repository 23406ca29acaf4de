import Synchronization

/// Lets through what an app may write in a window, and no more; one for the containers of an app.
///
/// The time is the records', not the clock's: what was written slowly and is read all at once, after this service was away, is
/// no flood. Each container may always write a tenth, so that one that floods does not silence its neighbours.
final class FloodGate: Sendable {
    /// Containers are read at different paces, each in its own window.
    private static let mostWindows = 100

    private struct Used {
        var lines = 0
        var bytes = 0
        var ofContainers: [String: (lines: Int, bytes: Int)] = [:]
    }

    let limit: FloodLimit
    private let lines: Int
    private let bytes: Int
    private let windows = Mutex<[Int64: Used]>([:])

    init(_ limit: FloodLimit) {
        self.limit = limit
        lines = limit.linesPerSecond * Int(FloodLimit.seconds)
        bytes = limit.bytesPerSecond * Int(FloodLimit.seconds)
    }

    func admits(_ bytes: Int, of container: String, in window: Int64) -> Bool {
        windows.withLock { windows in
            if windows[window] == nil, windows.count >= Self.mostWindows, let oldest = windows.keys.min() { windows[oldest] = nil }
            var own = windows[window, default: Used()].ofContainers[container, default: (0, 0)]
            let hasRoom = windows[window, default: Used()].lines < self.lines && windows[window, default: Used()].bytes < self.bytes
            guard hasRoom || (own.lines < self.lines / 10 && own.bytes < self.bytes / 10) else { return false }
            own.lines += 1
            own.bytes += bytes
            windows[window, default: Used()].lines += 1
            windows[window, default: Used()].bytes += bytes
            windows[window, default: Used()].ofContainers[container] = own
            return true
        }
    }

    /// What another reader has let through already.
    func note(_ count: FloodCount, of container: String) {
        let kept = Int(count.written - count.dropped)
        guard kept > 0 else { return }
        windows.withLock { windows in
            windows[count.window, default: Used()].lines += kept
            windows[count.window, default: Used()].ofContainers[container, default: (0, 0)].lines += kept
        }
    }
}
