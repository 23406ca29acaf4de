package import Core
import Foundation

/// An API server for tests: objects, server-side apply, lists in pages, watches with history, logs, and whatever goes wrong with them.
///
/// It has no controllers: what a cluster's controllers would write, a test writes with `set`. How it answers follows what real servers
/// were seen to answer, and `kubectl` keeps it honest: it must be able to work with it (`KubectlTests`).
/// Each connection has a thread of its own with blocking sockets; all state is behind one lock.
package final class StandInCluster: Sendable {
    package let url: String
    let listener: Listener
    private let shared: Shared

    /// Everything that is behind the lock. A condition, because watches and followed logs wait on it.
    final class Shared: @unchecked Sendable {  // Safe: `state` and `faults` are touched between `lock` and `unlock` alone.
        let condition = NSCondition()
        var state = ClusterState()
        var faults = Faults()
        var isStopped = false
    }

    package init(port: UInt16 = 0) throws {
        let shared = Shared()
        listener = try Listener(port: port) { connection in
            while let request = try connection.request() {
                try Conversation(connection: connection, request: request, shared: shared).answer()
                guard !request.wantsClose else { return }
            }
        }
        self.shared = shared
        url = "http://127.0.0.1:\(listener.port)"
    }

    package func stop() {
        shared.condition.withLock {
            shared.isStopped = true
            shared.condition.broadcast()
        }
        listener.stop()
    }

    /// As a restart does: every connection ends, and for `duration` nobody answers. Objects stay.
    package func restart(absentFor duration: Duration = .zero) throws {
        listener.pause()
        Thread.sleep(forTimeInterval: duration.inSeconds)
        try listener.resume()
    }

    func with<T>(_ body: (inout ClusterState, inout Faults) throws -> T) rethrows -> T {
        try shared.condition.withLock {
            defer { shared.condition.broadcast() }
            return try body(&shared.state, &shared.faults)
        }
    }
}

// MARK: What a test sees and does

package extension StandInCluster {
    /// An object as it is; nil when it is not there.
    func object(_ plural: String, _ name: String, in namespace: String? = nil) -> JSONValue? {
        with { state, _ in state.get(plural, namespace, name) }
    }

    func objects(_ plural: String, in namespace: String? = nil) -> [JSONValue] {
        with { state, _ in state.list(plural, namespace) }
    }

    /// Puts an object there as a controller would, `status` and all; labels, owners and the rest as the object says.
    @discardableResult
    func set(_ object: JSONValue) -> JSONValue {
        with { state, _ in state.set(object) }
    }

    /// Changes an object that is there; as `set`.
    @discardableResult
    func edit(_ plural: String, _ name: String, in namespace: String? = nil, _ change: (inout JSONValue) -> Void) -> JSONValue? {
        with { state, _ in
            guard var object = state.get(plural, namespace, name) else { return nil }
            change(&object)
            return state.set(object)
        }
    }

    /// A mutating webhook: whatever is written of a kind is changed so before it is kept.
    func mutate(_ plural: String, _ change: (@Sendable (inout JSONValue) -> Void)?) {
        with { state, _ in state.mutations[plural] = change }
    }

    @discardableResult
    func remove(_ plural: String, _ name: String, in namespace: String? = nil) -> Bool {
        with { state, _ in state.remove(plural, namespace, name) }
    }

    /// Forgets its history: watches from before now are told 410.
    func compact() {
        with { state, _ in state.compact() }
    }

    /// Sends the event of an object once more, or one that is long past.
    func repeatEvent(_ type: String, _ object: JSONValue) {
        with { state, _ in state.repeatEvent(type, object) }
    }

    /// Only these bearer tokens are known from now on.
    func accept(tokens: [String]) {
        with { state, _ in state.tokens = tokens }
    }

    /// What a container writes. `time` nil: now. Only the last may be without its line feed.
    func write(
        _ line: String, by container: String = "app", of pod: String, in namespace: String, at time: Timestamp? = nil, nanoseconds: Int = 0,
        isTerminated: Bool = true
    ) {
        with { state, _ in
            state.logs[LogKey(namespace, pod, container), default: ContainerLog()].write(line, time ?? .now(), nanoseconds, isTerminated: isTerminated)
        }
    }

    /// The container ends: followers are told so. With `restarting` what it wrote is the `previous` log from now on.
    func endLog(of pod: String, _ container: String = "app", in namespace: String, restarting: Bool = false) {
        with { state, _ in state.logs[LogKey(namespace, pod, container), default: ContainerLog()].end(restarting: restarting) }
    }

    /// The kubelet's rotation: what was written before is not to be had any more.
    func rotateLog(of pod: String, _ container: String = "app", in namespace: String, keeping lines: Int) {
        with { state, _ in state.logs[LogKey(namespace, pod, container)]?.rotate(keeping: lines) }
    }

    /// What goes wrong with the next `times` requests that match.
    func fail(_ match: RequestMatch, _ fault: Fault, times: Int = 1) {
        with { _, faults in faults.plan.append(Faults.Planned(match: match, fault: fault, left: times)) }
    }

    func mend() {
        with { _, faults in faults.plan = [] }
    }

    /// From now on no connection that is open says anything or hears anything, as when the cable was pulled; new ones do.
    func silence() { listener.silence() }

    /// Nobody answers from now on, until `startAccepting`: a server that is being restarted.
    func stopAccepting() { listener.pause() }

    func startAccepting() throws { try listener.resume() }

    /// How many connections are open right now.
    var openConnections: Int { listener.openConnections }

    /// Every connection that is open is closed.
    func hangUp() { listener.hangUp() }

    /// What was asked, in order.
    var requests: [RecordedRequest] {
        with { state, _ in state.requests }
    }

    func forgetRequests() {
        with { state, _ in state.requests = [] }
    }

    /// The latest `resourceVersion`.
    var version: UInt64 {
        with { state, _ in state.version }
    }
}

package struct RecordedRequest: Sendable, Equatable {
    package let method: String
    package let path: String
    package let query: [String: String]
    package let body: JSONValue?
    package let agent: String
    /// Which connection it came by.
    package let connection: Int

    /// An apply, a patch, a create, a replacement or a deletion.
    package var isWrite: Bool { method != "GET" }
    package var isWatch: Bool { query["watch"].map { $0 == "1" || $0 == "true" } ?? false }
    package var isList: Bool { method == "GET" && !isWatch && !path.contains("/log") && (path.split(separator: "/").last.map { Kinds.all[String($0)] != nil } ?? false) }
}
