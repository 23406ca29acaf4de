import Core
package import Logging

/// The request that the current task works for: what every log line of it carries, in whichever service.
///
/// A task-local value: set where work comes in (the gateway's door, an RPC, a row that was claimed), inherited by the tasks
/// it makes, and read by the log handler and by every call onward. Nobody passes it on by hand, so nobody can forget to.
package struct TraceContext: Sendable, Hashable {
    @TaskLocal package static var current: TraceContext?

    package let requestID: String
    package let trace: TraceParent

    package init(requestID: String = Random.token(16), trace: TraceParent = TraceParent()) {
        self.requestID = requestID
        self.trace = trace
    }

    /// As a row keeps it, for work that goes on later and elsewhere; of what came before there were such columns, nothing is known.
    package init?(requestID: String, traceparent: String) {
        guard !requestID.isEmpty, let trace = TraceParent(traceparent) else { return nil }
        self.init(requestID: requestID, trace: trace)
    }

    /// Adds `request_id` and `trace_id` to log lines.
    package static let metadata = Logger.MetadataProvider {
        guard let current else { return [:] }
        return ["request_id": "\(current.requestID)", "trace_id": "\(current.trace.traceID)"]
    }
}
