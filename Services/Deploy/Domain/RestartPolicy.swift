import Core

/// How an instance of a live release comes back: at once, then after pauses that double. The engine restarts nothing.
enum RestartPolicy {
    /// Who served this long has recovered: its next exit counts as a first one.
    static let recovered = Duration.seconds(60)
    /// Exits that end a rollout: one restart is allowed.
    static let mostExitsInRollout = 2

    static func exits(_ instance: Instance, at now: Timestamp) -> Int {
        if let ready = instance.readyAt, instance.state == .serving, now - ready > recovered { return 1 }
        return instance.exits + 1
    }

    static func pause(exits: Int) -> Duration {
        exits <= 1 ? .zero : .seconds(min(60, 1 << min(exits - 2, 6)))
    }
}
