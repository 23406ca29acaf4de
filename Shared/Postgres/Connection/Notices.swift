import CPostgres
import Logging

/// Where the server's notices and warnings go; libpq's own habit is stderr.
final class Notices: Sendable {
    private let log: Logger

    init(log: Logger) {
        self.log = log
    }

    /// Must outlive `connection`: libpq keeps a plain pointer to it.
    func receive(from connection: OpaquePointer) {
        // Safe: unretained on purpose; the actor that owns the connection owns this too and finishes the connection first.
        _ = PQsetNoticeProcessor(connection, { context, message in
            guard let context, let message else { return }
            Unmanaged<Notices>.fromOpaque(context).takeUnretainedValue().note(String(cString: message))
        }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func note(_ message: String) {
        log.debug("postgres says", metadata: ["postgres.notice": "\(message.trimmingSuffixNewline)"])
    }
}

private extension String {
    var trimmingSuffixNewline: Substring { hasSuffix("\n") ? dropLast() : self[...] }
}
