internal import CNats
internal import Core

/// A status of libnats, with what was being done. Becomes a `Fault` before it leaves this module.
struct NATSError: Error, CustomStringConvertible {
    let status: natsStatus
    let doing: String

    var description: String { "\(doing): \(String(cString: natsStatus_GetText(status)))" }

    /// The server does not know us.
    var isRefusal: Bool { status == NATS_CONNECTION_AUTH_FAILED }

    var fault: Fault {
        switch status {
        case NATS_NOT_PERMITTED, NATS_CONNECTION_AUTH_FAILED: .internal(description)
        case NATS_INVALID_SUBJECT, NATS_INVALID_ARG, NATS_MAX_PAYLOAD: .internal(description)
        default: .unavailable("The message bus is not reachable.", detail: description)
        }
    }

    static func check(_ status: natsStatus, _ doing: @autoclosure () -> String) throws(NATSError) {
        guard status == NATS_OK else { throw NATSError(status: status, doing: doing()) }
    }
}
