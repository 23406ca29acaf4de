import Glibc

/// What a check found: in one sentence, and what to do about it.
package struct Finding: Sendable, Equatable {
    package enum State: String, Sendable {
        case ok, warn, fail
    }

    package let state: State
    package let message: String
    package let advice: String

    package static func ok(_ message: String) -> Finding { Finding(state: .ok, message: message, advice: "") }
    package static func warn(_ message: String, do advice: String) -> Finding { Finding(state: .warn, message: message, advice: advice) }
    package static func fail(_ message: String, do advice: String) -> Finding { Finding(state: .fail, message: message, advice: advice) }

    private static let leastShare = 0.10
    private static let leastBytes = 5.0 * 1_073_741_824

    /// The free space of the file system that a folder lies on: a warning below a tenth or 5 GiB, a failure below 1 %.
    package static func disk(_ path: String, _ what: String) -> Finding {
        var figures = statvfs()
        guard statvfs(path, &figures) == 0, figures.f_blocks > 0 else {
            return .fail("\(path) (\(what)) can't be looked at: \(String(cString: strerror(errno))).", do: "make run makes it anew")
        }
        let (free, all) = (Double(figures.f_bavail) * Double(figures.f_frsize), Double(figures.f_blocks) * Double(figures.f_frsize))
        let tenths = Int((free / 1_073_741_824 * 10).rounded(.down))
        let sentence = "\(tenths / 10).\(tenths % 10) GiB free (\(Int(100 * free / all)) %) where \(path) lies (\(what))."
        let advice = "free some space: old images and logs are the usual suspects"
        if free < 0.01 * all { return .fail(sentence, do: advice) }
        return free < leastShare * all || free < leastBytes ? .warn(sentence, do: advice) : .ok(sentence)
    }
}
