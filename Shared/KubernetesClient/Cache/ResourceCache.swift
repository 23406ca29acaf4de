package import Core
package import Kubernetes
package import Logging
import Synchronization

/// The objects of a kind and scope, as they are in the cluster, fed by a watch: reading costs no request.
///
/// It holds what the types name and nothing else, so no `managedFields`; a `trim` takes out more. What it tells is never invented: an
/// event that is late, that comes a second time, or in which nothing differs that is kept, tells nothing; after a list it tells what the
/// list no longer had.
/// It may lag behind the cluster. Who writes by what it says fences the write with the object's `resourceVersion`, and who deletes asks
/// the server itself.
package final class ResourceCache<Object: KubernetesObject>: Sendable {
    private struct Inside {
        var store: ResourceStore<Object>
        var isSynced = false
        var heardAt: ContinuousClock.Instant?
        var trouble: KubernetesError?
        var subscribers: [UInt64: ResourceChanges<Object>.Mailbox] = [:]
        var lastSubscriber: UInt64 = 0
    }

    package let scope: ResourceScope
    private let client: KubernetesClient
    private let trim: @Sendable (inout Object) -> Void
    private let log: Logger
    private let inside: Mutex<Inside>

    /// - Parameters:
    ///   - label: objects are found by this label's value without looking at each.
    ///   - trim: takes out what nobody here reads, before it is kept.
    package init(
        _ client: KubernetesClient, _ type: Object.Type = Object.self, _ scope: ResourceScope = .everything, indexedBy label: String? = nil,
        log: Logger, trim: @escaping @Sendable (inout Object) -> Void = { _ in }
    ) {
        self.client = client
        self.scope = scope
        self.trim = trim
        self.log = log
        inside = Mutex(Inside(store: ResourceStore(label: label)))
    }

    /// Feeds the cache until its task is cancelled.
    package func run() async {
        for await event in client.watch(Object.self, scope) { take(event) }
        inside.withLock { $0.subscribers.values.forEach { $0.end() } }
    }
}

// MARK: Reading

package extension ResourceCache {
    func get(_ name: String, in namespace: String? = nil) -> Object? {
        inside.withLock { $0.store[ObjectKey(namespace: namespace, name: name)] }
    }

    /// The `resourceVersion` of one with which anything changed last that is kept of it: equal revisions, nothing to look at.
    func revision(of name: String, in namespace: String? = nil) -> String? {
        inside.withLock { $0.store.revision(of: ObjectKey(namespace: namespace, name: name)) }
    }

    /// Those with all of these labels, in no particular order.
    func objects(labels: [String: String] = [:]) -> [Object] {
        inside.withLock { $0.store.objects(labels) }
    }

    var count: Int { inside.withLock { $0.store.count } }

    /// Whether everything has been read once. Before, absence means nothing.
    var isSynced: Bool { inside.withLock { $0.isSynced } }

    /// How long ago the server last said anything; nil before the first word. A quiet watch says something each minute.
    var age: Duration? { inside.withLock { $0.heardAt }.map { ContinuousClock.now - $0 } }

    /// Why the server is not speaking with us; nil while it is.
    var trouble: KubernetesError? { inside.withLock { $0.trouble } }

    /// Waits for the first whole list; false when the deadline came first, or the task was cancelled.
    func waitUntilSynced(_ deadline: Deadline) async -> Bool {
        let changes = changes()
        return await cancelling(at: deadline) {
            for await _ in changes where isSynced { return true }
            return isSynced
        }
    }

    /// What changes from now on, at most `capacity` changes ahead of the reader. The first is `lookAnew`, once the cache is synced.
    func changes(capacity: Int = 1024) -> ResourceChanges<Object> {
        let mailbox = ResourceChanges<Object>.Mailbox(capacity: capacity)
        let number = inside.withLock { inside in
            inside.lastSubscriber += 1
            inside.subscribers[inside.lastSubscriber] = mailbox
            if inside.isSynced { mailbox.put([.lookAnew]) }
            return inside.lastSubscriber
        }
        return ResourceChanges(mailbox) { [weak self] in self?.inside.withLock { _ = $0.subscribers.removeValue(forKey: number) } }
    }
}

// MARK: Feeding

private extension ResourceCache {
    func take(_ event: WatchEvent<Object>) {
        if case .interrupted(let error) = event {
            let isNews = inside.withLock { inside in
                defer { inside.trouble = error }
                return inside.trouble == nil
            }
            if isNews { log.warning("watch interrupted", metadata: ["kind": "\(Object.kind)", "error": "\(error)"]) }
            return
        }
        let (wasInTrouble, unreadable) = inside.withLock { inside in
            let (changes, unreadable) = apply(event, to: &inside)
            let wasInTrouble = inside.trouble != nil
            inside.trouble = nil
            inside.heardAt = .now
            if !changes.isEmpty { inside.subscribers.values.forEach { $0.put(changes) } }
            return (wasInTrouble, unreadable)
        }
        if wasInTrouble { log.info("watch goes on", metadata: ["kind": "\(Object.kind)"]) }
        for object in unreadable {
            log.warning("object is not as expected", metadata: ["kind": "\(Object.kind)", "object": "\(object.key)", "error": "\(object.reason)"])
        }
    }

    private func apply(_ event: WatchEvent<Object>, to inside: inout Inside) -> ([ResourceChange<Object>], [Unreadable]) {
        switch event {
        case .listed(let list):
            let changes = inside.store.replace(with: list.items.map(trimmed))
            defer { inside.isSynced = true }
            return (inside.isSynced ? changes : [.lookAnew], list.unreadable)
        case .added(let object), .modified(let object): return (inside.store.put(trimmed(object)).map { [$0] } ?? [], [])
        case .deleted(let object): return (inside.store.remove(object.key, unlessNewerThan: object).map { [$0] } ?? [], [])
        case .unreadable(let object): return (inside.store.remove(object.key).map { [$0] } ?? [], [object])
        case .bookmark, .interrupted: return ([], [])
        }
    }

    func trimmed(_ object: Object) -> Object {
        var object = object
        trim(&object)
        return object
    }
}
