/// What is wrong with one field of a request, in a sentence for the person who filled it in.
package struct FieldError: Sendable, Hashable, Codable {
    package var field: String
    package var message: String

    package init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}
