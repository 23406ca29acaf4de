import Core
import Foundation

/// Lists, watches and logs.
enum Reading {
    static func list(_ request: IncomingRequest, _ selection: Selection, _ facts: KindFacts, _ state: ClusterState) -> Answer {
        var items = state.objects.filter { selection.contains($0.key, $0.value) }
            .sorted { ($0.key.namespace ?? "", $0.key.name) < ($1.key.namespace ?? "", $1.key.name) }.map(\.value)
        var metadata: JSONValue = ["resourceVersion": .string("\(state.version)")]
        var from = 0
        if let token = request.query["continue"], !token.isEmpty {
            let parts = token.split(separator: ".").compactMap { Int($0) }
            guard parts.count == 2 else { return .refusal(400, "BadRequest", "continue key is not valid") }
            // The snapshot of the first page is kept as long as history is.
            guard parts[0] >= state.oldest else {
                return .refusal(410, "Expired", "The provided continue parameter is too old to display a consistent list result.")
            }
            metadata["resourceVersion"] = .string("\(parts[0])")
            from = parts[1]
        }
        items = Array(items.dropFirst(from))
        if let limit = request.query["limit"].flatMap({ Int($0) }), limit > 0, items.count > limit {
            metadata["continue"] = .string("\(metadata["resourceVersion"]?.string ?? "").\(from + limit)")
            metadata["remainingItemCount"] = .int(Int64(items.count - limit))
            items = Array(items.prefix(limit))
        }
        // Items of a list do not say what they are.
        let bare = items.map { item in
            var item = item
            (item["kind"], item["apiVersion"]) = (nil, nil)
            return item
        }
        return .object([
            "kind": .string("\(facts.kind)List"), "apiVersion": .string(facts.apiVersion), "metadata": metadata, "items": .array(bare),
        ])
    }

    static func watch(_ request: IncomingRequest, _ selection: Selection, _ state: ClusterState) -> Answer {
        let from = request.query["resourceVersion"].flatMap { UInt64($0) } ?? 0
        guard from >= state.oldest else {
            return .text(200, JSONValue.object([
                "type": "ERROR", "object": Answer.status(410, "Expired", "too old resource version: \(from) (\(state.version))"),
            ]).encoded() + "\n")
        }
        return .watch(
            WatchQuestion(
                selection: selection, from: from, seconds: request.query["timeoutSeconds"].flatMap { Double($0) } ?? 1800,
                wantsBookmarks: request.query["allowWatchBookmarks"] == "true"))
    }

    static func log(_ request: IncomingRequest, _ place: ClusterState.Place, _ state: ClusterState) -> Answer {
        guard let pod = state.objects[place], let namespace = place.namespace else { return .notFound(place) }
        let names = (pod["spec"]?["containers"]?.array ?? []).compactMap { $0["name"]?.string }
        guard let container = request.query["container"] ?? (names.count == 1 ? names[0] : nil) else {
            return .refusal(400, "BadRequest", "a container name must be specified for pod \(place.name), choose one of: [\(names.joined(separator: " "))]")
        }
        guard names.contains(container) else { return .refusal(400, "BadRequest", "container \(container) is not valid for pod \(place.name)") }
        let key = LogKey(namespace, place.name, container)
        let isPrevious = request.query["previous"] == "true"
        guard let log = state.logs[key] else {
            // Real API servers have no kubelet to ask yet, and answer with an empty log.
            if pod["spec"]?["nodeName"] == nil { return .log(key, from: 0, run: 0, since: nil, timestamps: false, limit: nil) }
            return .refusal(400, "BadRequest", "container \"\(container)\" in pod \"\(place.name)\" is waiting to start: ContainerCreating")
        }
        guard !isPrevious || log.previous != nil else {
            return .refusal(400, "BadRequest", "previous terminated container \"\(container)\" in pod \"\(place.name)\" not found")
        }
        let start = isPrevious ? 0 : log.start(tail: request.query["tailLines"].flatMap { Int($0) })
        // Kubelets are told whole seconds.
        let since = request.query["sinceTime"].flatMap { Timestamp(rfc3339: $0) }.map { Timestamp(microseconds: $0.microseconds / 1_000_000 * 1_000_000) }
        return .log(
            key, from: start, run: log.run, since: since, timestamps: request.query["timestamps"] == "true", limit: request.query["limitBytes"].flatMap { Int($0) })
    }
}
