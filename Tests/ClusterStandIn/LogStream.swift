import Core
import Foundation

/// A container's log, to its end or as it goes on.
struct LogStream {
    let out: ChunkedBody
    let key: LogKey
    let run: Int
    let since: Timestamp?
    let timestamps: Bool
    let follows: Bool
    let isPrevious: Bool
    let limit: Int?
    let shared: StandInCluster.Shared

    func run(from start: Int) throws {
        var place = start
        var left = limit ?? .max
        while true {
            let (bytes, isOver) = next(&place)
            try out.write(Array(bytes.prefix(left)))
            left -= min(left, bytes.count)
            guard !isOver, left > 0 else { break }
            guard !out.isOver else { throw Connection.Ended() }
        }
        try out.end()
    }

    private func next(_ place: inout Int) -> ([UInt8], isOver: Bool) {
        shared.condition.lock()
        defer { shared.condition.unlock() }
        while true {
            guard let log = shared.state.logs[key], !shared.isStopped else { return ([], true) }
            // Another run: this one's follower is told of its end.
            guard log.run == run || isPrevious else { return (text(log.previous?.dropFirst(place)), true) }
            let lines = isPrevious ? log.previous ?? [] : log.lines
            let rotated = isPrevious ? 0 : log.rotated
            let fresh = lines.dropFirst(max(0, place - rotated))
            place = max(place, rotated + lines.count)
            if !fresh.isEmpty || !follows || log.isEnded { return (text(fresh), !follows || log.isEnded) }
            _ = shared.condition.wait(until: Date(timeIntervalSinceNow: 0.1))
            if out.isOver { return ([], true) }
        }
    }

    private func text(_ lines: ArraySlice<ContainerLog.Line>?) -> [UInt8] {
        (lines ?? []).filter { $0.time >= since ?? $0.time }.flatMap { Array($0.written(timestamps: timestamps).utf8) }
    }
}
