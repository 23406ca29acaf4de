import Core

/// A shape with a name: a component of the document. It is declared beside the view that makes the value.
struct Schema: Sendable {
    let name: String
    let about: String
    let fields: [Field]

    /// What the gateway answers with is always whole: what is absent is null. `optional` are the exceptions.
    init(_ name: String, _ about: String, _ fields: [Field], optional: Set<String> = []) {
        self.name = name
        self.about = about
        self.fields = fields.map { optional.contains($0.name) ? $0 : $0.required }
    }

    /// A page of a list: `next_cursor` is null on the last.
    var page: Schema {
        Schema(
            name + "List", "A page of a list.",
            [
                .list("items", of: .shape(self), "What the page holds.", most: Page.most),
                .text("next_cursor", "Ask with it for the next page; null on the last.", most: 512, like: "c2hvcA").nullable,
            ])
    }

    /// All there is, without pages.
    var list: Schema {
        Schema(name + "s", "All of them.", [.list("items", of: .shape(self), "All of them.")])
    }
}
