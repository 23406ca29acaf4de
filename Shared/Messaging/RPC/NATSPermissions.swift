/// What one NATS user may do. Its JSON is the value of `permissions` in the server's configuration.
package struct NATSPermissions: Sendable, Equatable, Codable {
    package var publish: [String]
    package var subscribe: [String]
    /// A request may be answered, once, wherever it asks for the reply; nothing else may be published to an inbox.
    package var allowResponses: Responses

    package struct Responses: Sendable, Equatable, Codable {
        package var max = 1
        package var expires = "2m"
    }

    package init(publish: [String], subscribe: [String]) {
        self.publish = publish
        self.subscribe = subscribe
        allowResponses = Responses()
    }

    private enum CodingKeys: String, CodingKey {
        case publish
        case subscribe
        case allowResponses = "allow_responses"
    }
}
