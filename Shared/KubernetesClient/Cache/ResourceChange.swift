package import Kubernetes

/// What a cache tells its subscribers.
package enum ResourceChange<Object: KubernetesObject>: Sendable {
    case added(Object)
    case updated(from: Object, to: Object)
    /// Also for what a list no longer had, and for what can no longer be read as this type.
    case removed(Object)
    /// More has changed than was kept for this subscriber, or this is its beginning: look at everything.
    case lookAnew

    package var object: Object? {
        switch self {
        case .added(let object), .updated(_, let object), .removed(let object): object
        case .lookAnew: nil
        }
    }
}
