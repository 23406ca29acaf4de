import Core
import Glibc
package import Logging
import Synchronization

/// One JSON object a line on standard error: time, level, service, replica, message, and metadata where there is any.
///
/// Written by one `write` under a lock, so that lines never mix and nothing waits in a buffer when the process dies.
package struct JSONLog: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let head: String
    private let write: @Sendable ([UInt8]) -> Void

    package init(
        service: String, replica: String, level: Logger.Level,
        write: @escaping @Sendable ([UInt8]) -> Void = JSONLog.toStandardError
    ) {
        logLevel = level
        var head = JSONWriter()
        head.append(",\"service\":")
        head.write(text: service)
        head.append(",\"replica\":")
        head.write(text: replica)
        self.head = String(decoding: head.bytes, as: UTF8.self)
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line = JSONWriter()
        line.append("{\"time\":\"\(Timestamp.now().rfc3339)\",\"level\":\"\(event.level.rawValue)\"\(head),\"message\":")
        line.write(text: event.message.description)
        let fields = fields(event)
        if !fields.isEmpty {
            line.append(",\"metadata\":")
            line.write(fields)
        }
        line.append("}\n")
        write(line.bytes)
    }

    /// What is said later wins: of this logger, of where it is used, of the event, the error.
    private func fields(_ event: LogEvent) -> Logger.Metadata {
        var fields = event.metadata ?? [:]
        if let error = event.error { fields["error"] = "\(String(reflecting: error))" }
        for known in [metadataProvider?.get(), metadata] {
            if let known, !known.isEmpty { fields.merge(known) { said, _ in said } }
        }
        return fields
    }

    /// The usual place.
    package static func toStandardError(_ line: [UInt8]) {
        line.withUnsafeBytes { bytes in
            turn.withLock { _ in
                var rest = bytes
                while !rest.isEmpty {
                    let written = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
                    if written > 0 { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written)) }
                    // Nobody reads any more, or a full pipe that does not block: the line is lost, the work is not.
                    if written < 0, errno != EINTR { return }
                }
            }
        }
    }

    private static let turn = Mutex(())
}

private extension JSONWriter {
    mutating func write(_ fields: Logger.Metadata) {
        append("{")
        for (index, field) in fields.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { append(",") }
            write(text: field.key)
            append(":")
            write(field.value)
        }
        append("}")
    }

    mutating func write(_ value: Logger.MetadataValue) {
        switch value {
        case .string(let text): write(text: text)
        case .stringConvertible(let it): write(text: it.description)
        case .array(let items):
            append("[")
            for (index, item) in items.enumerated() {
                if index > 0 { append(",") }
                write(item)
            }
            append("]")
        case .dictionary(let fields): write(fields)
        }
    }
}
