import Foundation

/// The processes of one build's steps, kept together in a control group so that they can be ended.
///
/// Podman 4.3 notices that the one who asked for a build has left, but lets the step under way run on, for ever if it likes. Its builds
/// therefore run in a group of their own, and who lets go of this ends what is in it. Docker does that by itself.
final class BuildSteps: Sendable {
    /// Below the root of the control groups, on whatever hierarchy the machine has.
    static let parent = "/slipway-builds"
    private static let hierarchies = ["/sys/fs/cgroup/pids", "/sys/fs/cgroup"]
    private static let queue = DispatchQueue(label: "slipway.build-steps", qos: .utility)

    private let group: String

    init(group: String) {
        self.group = group
        Self.kill(in: group)
    }

    /// A step may be just about to begin, hence a few looks.
    deinit {
        Self.sweep(group, timesLeft: 20)
    }

    var path: String { "\(Self.parent)/\(group)" }

    private static func sweep(_ group: String, timesLeft: Int) {
        guard timesLeft > 0 else { return }
        queue.async { kill(in: group) }
        queue.asyncAfter(deadline: .now() + .milliseconds(250)) { sweep(group, timesLeft: timesLeft - 1) }
    }

    private static func kill(in group: String) {
        for hierarchy in hierarchies {
            let root = "\(hierarchy)\(parent)/\(group)"
            let below = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
            let lists = ["cgroup.procs"] + below.filter { $0.hasSuffix("/cgroup.procs") }
            for list in lists {
                guard let text = try? String(contentsOfFile: "\(root)/\(list)", encoding: .utf8) else { continue }
                for pid in text.split(separator: "\n").compactMap({ pid_t($0) }) where pid > 1 { Foundation.kill(pid, SIGKILL) }
            }
        }
    }
}
