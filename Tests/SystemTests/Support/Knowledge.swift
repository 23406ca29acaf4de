import Core
import Foundation

/// When a cluster itself first told what went wrong in a namespace, by its events: they outlive the Pods that they are about.
struct Knowledge: Sendable {
    let cluster: Cluster
    let namespace: String

    /// The first event with one of these reasons and words after `since`; nil when there was none.
    func first(_ reasons: Set<String>, _ word: String = "", since: Timestamp) async throws -> Timestamp? {
        try await events().filter { event in
            reasons.contains(event["reason"]?.string ?? "") && (word.isEmpty || event["message"]?.string?.contains(word) == true)
        }.compactMap(Self.first).filter { $0 >= since }.min()
    }

    private func events() async throws -> [JSONValue] {
        try JSONValue(parsing: try await cluster.kubectl("get", "events", "-n", namespace, "-o", "json"))["items"]?.array ?? []
    }

    /// By whichever of its clocks is set; most of them tell whole seconds.
    private static func first(_ event: JSONValue) -> Timestamp? {
        for key in ["firstTimestamp", "eventTime"] {
            if let text = event[key]?.string, let time = Timestamp(rfc3339: text) { return time }
        }
        return event["metadata"]?["creationTimestamp"]?.string.flatMap { Timestamp(rfc3339: $0) }
    }
}

/// When containers of a namespace ended, as their Pods said while they were watched: neither the Pods nor a word of it may be
/// there any more when somebody asks, as whoever was told first may have taken them away.
struct ContainerEnds: Sendable {
    private let following: Following

    init(_ cluster: Cluster, namespace: String) throws {
        let ends = ["state", "lastState"].map { "{.status.containerStatuses[*].\($0).terminated.finishedAt}" }.joined(separator: " ")
        following = try cluster.following("get", "pods", "-n", namespace, "--watch", "-o", "jsonpath=\(ends){\"\\n\"}")
    }

    func first(since: Timestamp) throws -> Timestamp? {
        try following.text().split(whereSeparator: \.isWhitespace).compactMap { Timestamp(rfc3339: String($0)) }.filter { $0 >= since }.min()
    }

    func end() { following.end() }
}

/// When a person could first read a reason: in the timeline of a deployment, or as its failure.
actor Naming {
    private(set) var at: Timestamp?

    func note(_ time: Timestamp) { if at == nil { at = time } }

    /// Looks until a sentence has one of the words, or the task is cancelled.
    func watch(_ app: App, _ deployment: String, for word: String) async {
        while !Task.isCancelled, at == nil {
            let items = try? await app.api.expect(200, "GET", "deployments/\(deployment)/timeline")["items"]?.array
            if items?.contains(where: { $0["detail"]?.string?.contains(word) == true }) == true { note(.now()) }
            try? await Task.sleep(for: .milliseconds(200))
        }
    }
}

/// How long what somebody changed stayed changed, for whoever reads the output: what is promised is two seconds. From the return of the
/// `kubectl` that changed it to the return of the one that saw it mended, so with most of one's own time in it.
final class Repairs: CustomStringConvertible {
    private var times: [(what: String, took: Duration)] = []

    func time<T>(_ what: String, _ body: () async throws -> T) async throws {
        let begun = ContinuousClock.now
        _ = try await body()
        times.append((what, ContinuousClock.now - begun))
    }

    var description: String {
        let sorted = times.sorted { $0.took < $1.took }
        guard let slowest = sorted.last else { return "nothing" }
        return "\(sorted.count) objects, median \(sorted[sorted.count / 2].took.milliseconds) ms, slowest \(slowest.what) \(slowest.took.milliseconds) ms"
    }
}
