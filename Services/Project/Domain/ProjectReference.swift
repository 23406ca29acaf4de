import Core

/// How a person names a project: by its id or its name. A name has at most 30 characters and an id 36, so a text is
/// never both.
enum ProjectReference: Sendable, Equatable {
    case id(ProjectID)
    case name(String)

    init(_ text: String) {
        self = ProjectID(text).map(Self.id) ?? .name(text)
    }
}
