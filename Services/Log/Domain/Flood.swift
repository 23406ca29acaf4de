import Core

/// What all containers of an app together may write.
struct FloodLimit: Sendable, Equatable {
    /// A limit holds for a window as a whole: who was quiet may say more at once.
    static let seconds: Int64 = 10

    var linesPerSecond: Int
    var bytesPerSecond: Int

    /// `5,000 lines or 2 MiB a second`
    var text: String {
        let bytes = bytesPerSecond >= 1 << 20 ? "\(bytesPerSecond >> 20) MiB" : "\(bytesPerSecond >> 10) KiB"
        return "\(Self.grouped(linesPerSecond)) lines or \(bytes) a second"
    }

    static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}

/// What a container wrote in a window, and what of it was dropped.
struct FloodCount: Sendable, Equatable {
    /// The window's first second, Unix.
    var window: Int64 = 0
    var written: Int64 = 0
    var dropped: Int64 = 0

    static func window(of time: Timestamp) -> Int64 {
        let seconds = time.microseconds / 1_000_000
        return seconds - seconds % FloodLimit.seconds
    }

    /// What is told of it; nil when nothing was dropped.
    func report(_ instance: String, _ limit: FloodLimit) -> String? {
        guard dropped > 0 else { return nil }
        let (all, lost) = (FloodLimit.grouped(Int(written)), FloodLimit.grouped(Int(dropped)))
        return "\(instance) wrote \(all) lines in \(FloodLimit.seconds) s; \(lost) of them were dropped (an app may write \(limit.text))"
    }
}
