import Core
import Foundation

/// Events as they happen, until the question's time is over.
struct WatchStream {
    let out: ChunkedBody
    let question: WatchQuestion
    let shared: StandInCluster.Shared

    /// Real servers send one a minute; a test cannot wait for that.
    private static let bookmarkEvery = 1.0

    func run() throws {
        let end = Date(timeIntervalSinceNow: question.seconds)
        var bookmark = Date(timeIntervalSinceNow: Self.bookmarkEvery)
        var seen = question.from
        while Date() < end {
            let (lines, isStopped) = next(&seen, until: min(bookmark, end))
            guard !isStopped, !out.isOver else { throw Connection.Ended() }
            try out.write(lines)
            guard Date() >= bookmark else { continue }
            bookmark = Date(timeIntervalSinceNow: Self.bookmarkEvery)
            // A version that is yet to come is waited for in silence.
            if question.wantsBookmarks, shared.locked({ $0.version }) >= seen { try out.write(bookmarkLine(seen)) }
        }
        try out.end()
    }

    private func next(_ seen: inout UInt64, until limit: Date) -> ([UInt8], isStopped: Bool) {
        shared.condition.lock()
        defer { shared.condition.unlock() }
        while !shared.isStopped, shared.state.version <= seen, Date() < limit {
            guard shared.condition.wait(until: min(limit, Date(timeIntervalSinceNow: 0.1))) || !out.isOver else { return ([], true) }
        }
        let news = shared.state.events.filter { $0.version > seen }
        seen = max(seen, shared.state.version)
        let lines = news.flatMap { event in question.type(of: event).map { Self.line($0, event.now) } ?? [] }
        return (lines, shared.isStopped)
    }

    private static func line(_ type: String, _ object: JSONValue) -> [UInt8] {
        JSONValue.object(["type": .string(type), "object": object]).encodedBytes() + [0x0A]
    }

    private func bookmarkLine(_ version: UInt64) -> [UInt8] {
        let facts = Kinds.all[question.selection.plural]
        return Self.line(
            "BOOKMARK",
            [
                "kind": .string(facts?.kind ?? ""), "apiVersion": .string(facts?.apiVersion ?? ""),
                "metadata": ["resourceVersion": .string("\(version)"), "creationTimestamp": nil],
            ])
    }
}
