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
    private let write: @Sendable (String) -> Void

    package init(
        service: String, replica: String, level: Logger.Level,
        write: @escaping @Sendable (String) -> Void = JSONLog.toStandardError
    ) {
        logLevel = level
        head = "\"service\":\(Self.quoted(service)),\"replica\":\(Self.quoted(replica))"
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line = "{\"time\":\"\(Timestamp.now().rfc3339)\",\"level\":\"\(event.level.rawValue)\",\(head)"
        line += ",\"message\":\(Self.quoted("\(event.message)"))"
        var metadata = metadata
        if let provided = metadataProvider?.get() { metadata.merge(provided) { $1 } }
        if let given = event.metadata { metadata.merge(given) { $1 } }
        if let error = event.error { metadata["error"] = "\(String(reflecting: error))" }
        if !metadata.isEmpty { line += ",\"metadata\":\(Self.object(metadata))" }
        write(line + "}\n")
    }

    /// The usual place.
    package static func toStandardError(_ line: String) {
        var line = line
        line.withUTF8 { bytes in
            turn.withLock { _ in
                var rest = UnsafeRawBufferPointer(bytes)
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

    private static func quoted(_ text: String) -> String { JSONValue.string(text).encoded() }

    private static func object(_ metadata: Logger.Metadata) -> String {
        let fields = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(value($0.value))" }
        return "{\(fields.joined(separator: ","))}"
    }

    private static func value(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .stringConvertible(let it): quoted(it.description)
        case .array(let items): "[\(items.map(Self.value).joined(separator: ","))]"
        case .dictionary(let fields): object(fields)
        }
    }
}
