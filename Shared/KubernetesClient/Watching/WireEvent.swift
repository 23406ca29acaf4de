import Core
import Foundation
import Kubernetes

/// A line of a watch, as it is sent.
enum WireEvent<Object: KubernetesObject>: Decodable {
    case added(Object)
    case modified(Object)
    case deleted(Object)
    case unreadable(Unreadable, resourceVersion: String?)
    case bookmark(resourceVersion: String)
    case error(StatusObject)
    /// A type of event that this version of the API did not have.
    case unknown

    private enum Key: CodingKey {
        case type, object
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let type = try container.decode(String.self, forKey: .type)
        switch type {
        case "ADDED", "MODIFIED", "DELETED":
            do {
                let object = try container.decode(Object.self, forKey: .object)
                self = type == "ADDED" ? .added(object) : type == "MODIFIED" ? .modified(object) : .deleted(object)
            } catch {
                let bare = try container.decode(BareObject.self, forKey: .object).metadata
                let key = ObjectKey(namespace: bare.namespace, name: bare.name ?? "")
                self = .unreadable(Unreadable(key: key, reason: Coding.sentence(error)), resourceVersion: bare.resourceVersion)
            }
        case "BOOKMARK":
            self = .bookmark(resourceVersion: try container.decode(BareObject.self, forKey: .object).metadata.resourceVersion ?? "")
        case "ERROR": self = .error(try container.decode(StatusObject.self, forKey: .object))
        default: self = .unknown
        }
    }
}
