import ArgumentParser
import Core

struct Sessions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Where you are logged in.", discussion: "  slipway sessions\n  slipway sessions delete 0198f3c4-…",
        subcommands: [List.self, Remove.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Your open sessions.", discussion: "  slipway sessions list --json")
        @OptionGroup var output: Output

        func run() async throws {
            let sessions = try await APIClient().all("auth/sessions")
            if output.json { return Terminal.json(.array(sessions)) }
            var table = Table(["session", "kind", "from", "with", "used", "ends"])
            for session in sessions {
                let isThis = session["current"]?.bool == true
                table.add(
                    Span(session.text("id"), isThis ? .bold : nil), Span(session.text("kind") + (isThis ? " (this one)" : "")),
                    Span(session.text("address")), Span(session.text("user_agent")), Span(Words.ago(session["last_used_at"]?.string)),
                    Span(Words.ahead(session["expires_at"]?.string)))
            }
            table.show()
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "End a session: whoever uses it is logged out.", discussion: "  slipway sessions delete 0198f3c4-…")
        @Argument(help: "Its id.") var id: String

        func run() async throws {
            _ = try await advising(404, "slipway sessions") { try await APIClient().delete("auth/sessions/\(APIClient.escape(id))") }
            Terminal.say("  The session has ended.")
        }
    }
}
