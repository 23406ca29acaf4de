package import Kubernetes

/// All objects of a kind and scope, as they were at one moment.
package struct ResourceList<Object: KubernetesObject>: Sendable {
    package let items: [Object]
    /// What is there too, but cannot be read as this type, and why.
    package let unreadable: [Unreadable]
    /// From here a watch goes on.
    package let resourceVersion: String
}

/// An object that does not fit its type: somebody has made it something that we never render.
package struct Unreadable: Sendable, Equatable {
    package let key: ObjectKey
    package let reason: String

    package init(key: ObjectKey, reason: String) {
        self.key = key
        self.reason = reason
    }
}

package extension KubernetesClient {
    /// Objects of 16 KiB in one answer.
    private static var largestPage: Int { 2_000 }

    /// Reads page by page. When the snapshot of the first page expires before the last is read, it starts over.
    func list<Object: KubernetesObject>(
        _ type: Object.Type, _ scope: ResourceScope = .everything, pageSize: Int = 500, deadline: Duration = .seconds(60)
    ) async throws(KubernetesError) -> ResourceList<Object> {
        let end = ContinuousClock.now + deadline
        var size = pageSize
        for attempt in 1... {
            do throws(KubernetesError) {
                return try await pages(type, scope, size, until: end)
            } catch {
                guard error.isExpired, attempt <= 3 else { throw error }
                // In larger steps, so that it is done sooner: as large as an answer may be.
                size = max(size, Self.largestPage)
            }
        }
        throw .cancelled
    }

    private func pages<Object: KubernetesObject>(
        _ type: Object.Type, _ scope: ResourceScope, _ size: Int, until end: ContinuousClock.Instant
    ) async throws(KubernetesError) -> ResourceList<Object> {
        var (items, unreadable): ([Object], [Unreadable]) = ([], [])
        var next: String?
        while true {
            var query = scope.query
            if size > 0 { query.append(("limit", "\(size)")) }
            if let next { query.append(("continue", next)) }
            let left = max(.milliseconds(1), end - ContinuousClock.now)
            let call = Call("GET", type.collection(in: scope.namespace), query, deadline: left, verb: "list", kind: type.plural)
            let page = try await self.call(call).decoded(ListPage<Object>.self)
            for item in page.items ?? [] {
                switch item {
                case .object(let object): items.append(object)
                case .unreadable(let object): unreadable.append(object)
                }
            }
            next = page.metadata.continue.flatMap { $0.isEmpty ? nil : $0 }
            if next == nil { return ResourceList(items: items, unreadable: unreadable, resourceVersion: page.metadata.resourceVersion ?? "") }
        }
    }
}

private struct ListPage<Object: KubernetesObject>: Decodable {
    struct Metadata: Decodable {
        let resourceVersion: String?
        let `continue`: String?
    }

    let metadata: Metadata
    let items: [Readable<Object>]?
}

/// An object, or at least its name: one that does not fit must not hide the others.
enum Readable<Object: KubernetesObject>: Decodable {
    case object(Object)
    case unreadable(Unreadable)

    init(from decoder: any Decoder) throws {
        do {
            self = .object(try Object(from: decoder).ofItsKind)
        } catch {
            let bare = try BareObject(from: decoder)
            let key = ObjectKey(namespace: bare.metadata.namespace, name: bare.metadata.name ?? "")
            self = .unreadable(Unreadable(key: key, reason: Coding.sentence(error)))
        }
    }
}

/// What every object has.
struct BareObject: Decodable {
    struct Metadata: Decodable {
        let name: String?
        let namespace: String?
        let resourceVersion: String?
        let annotations: [String: String]?
    }

    let metadata: Metadata
}
