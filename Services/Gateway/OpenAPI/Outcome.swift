import Core

/// What a route answers when nothing stands in the way: every route declares one, and the document tells it.
struct Outcome: Sendable {
    let status: Int
    let about: String
    var body: Schema?
    /// What else than JSON it may be: its media type.
    var media: String?
    /// The events of a stream, by name.
    var events: [(name: String, data: Schema)] = []
    /// Headers beside the ones that every answer has: name and what it says.
    var headers: [(name: String, about: String)] = []
    /// Statuses of success beside this one, which come without a body.
    var others: [(status: Int, about: String)] = []

    init(_ status: Int, _ about: String, _ body: Schema? = nil) {
        self.status = status
        self.about = about
        self.body = body
    }

    static func ok(_ body: Schema, _ about: String = "As it is now.") -> Outcome { Outcome(200, about, body) }
    static func created(_ body: Schema, _ about: String = "Made.") -> Outcome { Outcome(201, about, body) }
    /// Taken on; what follows is told by events and by asking again.
    static func accepted(_ body: Schema, _ about: String = "Taken on; the rest follows.") -> Outcome { Outcome(202, about, body) }
    static func page(of item: Schema) -> Outcome { .ok(item.page, "One page.") }
    static let nothing = Outcome(204, "Done; there is nothing to say.")

    /// A document that stays as it is.
    static func fixed(_ media: String, _ about: String) -> Outcome {
        var outcome = Outcome(200, about).setting("ETag", "Names this version of it.").or(304, "The version that `If-None-Match` names is still the one.")
        outcome.media = media
        return outcome
    }

    /// Server-sent events, instead of `body` or beside it where `Accept` asks for them.
    func streaming(_ events: (name: String, data: Schema)...) -> Outcome {
        var outcome = self
        outcome.events = events
        return outcome
    }

    func setting(_ header: String, _ about: String) -> Outcome {
        var outcome = self
        outcome.headers.append((header, about))
        return outcome
    }

    func or(_ status: Int, _ about: String) -> Outcome {
        var outcome = self
        outcome.others.append((status, about))
        return outcome
    }
}
