import Core

/// Which objects of a kind a list or a watch is about.
struct Selection {
    let plural: String
    let namespace: String?
    private let labels: [(key: String, value: String?, isEqual: Bool)]
    private let fields: [(path: [String], value: String)]

    init(plural: String, namespace: String?, _ query: [String: String]) {
        self.plural = plural
        self.namespace = namespace
        labels = (query["labelSelector"] ?? "").split(separator: ",").map { term in
            let text = String(term)
            if let sign = text.firstRange(of: "!=") { return (String(text[..<sign.lowerBound]), String(text[sign.upperBound...]), false) }
            guard let sign = text.firstRange(of: "==") ?? text.firstRange(of: "=") else { return (text, nil, true) }
            return (String(text[..<sign.lowerBound]), String(text[sign.upperBound...]), true)
        }
        fields = (query["fieldSelector"] ?? "").split(separator: ",").compactMap { term in
            let sides = term.split(separator: "=", maxSplits: 1)
            return sides.count == 2 ? (sides[0].split(separator: ".").map(String.init), String(sides[1])) : nil
        }
    }

    func contains(_ place: ClusterState.Place, _ object: JSONValue) -> Bool {
        guard place.plural == plural, namespace == nil || place.namespace == namespace else { return false }
        for (key, value, isEqual) in labels {
            let own = object["metadata"]?["labels"]?[key]?.string
            guard value == nil ? own != nil : (own == value) == isEqual else { return false }
        }
        return fields.allSatisfy { path, value in
            path.reduce(object as JSONValue?) { $0?[$1] }?.string == value
        }
    }
}

/// A watch that somebody asks for.
struct WatchQuestion {
    let selection: Selection
    let from: UInt64
    let seconds: Double
    let wantsBookmarks: Bool

    /// What an event means to this watcher: an object that no longer fits its selection is gone for it.
    func type(of event: ClusterState.Event) -> String? {
        if let forced = event.forcedType { return selection.contains(event.place, event.now) ? forced : nil }
        let before = event.before.map { selection.contains(event.place, $0) } ?? false
        if event.isDeletion { return before ? "DELETED" : nil }
        switch (before, selection.contains(event.place, event.now)) {
        case (false, true): return "ADDED"
        case (true, true): return "MODIFIED"
        case (true, false): return "DELETED"
        case (false, false): return nil
        }
    }
}
