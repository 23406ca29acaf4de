import Core
import Messaging

/// What `--subjects` prints, and what the NATS user of the service is made from.
struct SubjectsDocument {
    let service: String
    let permissions: NATSPermissions

    var text: String {
        let document: JSONValue = .object([
            "service": .string(service),
            "publish": .array(permissions.publish.map { .string($0) }),
            "subscribe": .array(permissions.subscribe.map { .string($0) }),
        ])
        return document.encoded(pretty: true) + "\n"
    }
}
