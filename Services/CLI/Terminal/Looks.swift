/// How states look: the word says it, the colour repeats it.
enum Looks {
    static func status(_ word: String) -> Span { Span(word, style(word)) }

    private static func style(_ word: String) -> Terminal.Style? {
        switch word {
        case "live", "serving", "succeeded": .green
        case "failed": .red
        case "pending", "building", "deploying", "queued", "fetching", "planning", "pushing", "starting", "stopping", "deleting", "running": .yellow
        case "superseded", "cancelled", "stopped", "new", "skipped": .dim
        default: nil
        }
    }
}
