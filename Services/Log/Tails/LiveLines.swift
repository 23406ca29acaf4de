import Core
import Logging
import Messages
import Messaging

/// Tells followers what was just stored. Lossy by design: who misses a message sees the gap in the sequence and reads.
struct LiveLines: Sendable {
    let nats: NATSConnection
    let log: Logger

    func publish(_ stored: StoredLines) async {
        let subject = "live.v1.log.\(stored.project).\(stored.app)"
        var previous = stored.previous
        var batch: [Proto.Line] = []
        var bytes = 0
        for (index, line) in stored.lines.enumerated() {
            batch.append(line.message(seq: stored.previous + Int64(index) + 1))
            bytes += line.message.count + 200
            if bytes > 150 * 1024 || index == stored.lines.count - 1 {
                do {
                    let message = Proto.LiveLines(appID: stored.app.description, previousSeq: UInt64(previous), lines: batch)
                    try nats.publish(subject, try message.encoded())
                } catch {
                    log.debug("not published", metadata: ["subject": "\(subject)", "error": "\(error)"])
                }
                previous += Int64(batch.count)
                batch = []
                bytes = 0
            }
        }
    }
}
