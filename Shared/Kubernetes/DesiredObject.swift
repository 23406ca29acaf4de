/// What an app's release is rendered into, whichever runtime makes it true.
package enum DesiredObject: Sendable, Equatable {
    case namespace(Namespace)
    case configMap(ConfigMap)
    case secret(Secret)
    case deployment(Deployment)
    case service(Service)
    case ingress(Ingress)

    package var object: any KubernetesObject {
        switch self {
        case .namespace(let object): object
        case .configMap(let object): object
        case .secret(let object): object
        case .deployment(let object): object
        case .service(let object): object
        case .ingress(let object): object
        }
    }

    package var kind: String { type(of: object).kind }
    package var metadata: ObjectMeta { object.metadata }
}
