package import Kubernetes

/// What a watch tells.
package enum WatchEvent<Object: KubernetesObject>: Sendable {
    /// Everything that is there now: what is not in it is gone. The first event, and again when the server's history did not reach back
    /// to where the watch had stopped.
    case listed(ResourceList<Object>)
    case added(Object)
    case modified(Object)
    /// As it was at its end.
    case deleted(Object)
    /// Is there, or has changed, but cannot be read as this type.
    case unreadable(Unreadable)
    /// Nothing new up to here: the server speaks with us, and a resumed watch may begin here.
    case bookmark(resourceVersion: String)
    /// The server does not speak with us; the watch goes on trying. Events of this time will come, or a list in their place.
    case interrupted(KubernetesError)
}
