import ArgumentParser
import Core

struct Operators: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The accounts that operate the installation; its first account is one.",
        subcommands: [List.self, Add.self, Remove.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Who operates the installation.")
        @OptionGroup var output: Output

        func run() async throws {
            let operators = try await APIClient().all("admin/operators")
            if output.json { return Terminal.json(.array(operators)) }
            var table = Table(["operator", "name", "account made"])
            for person in operators {
                table.add(person.text("email"), Terminal.safe(person.text("name")), Words.ago(person["created_at"]?.string))
            }
            table.show()
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an account an operator.")
        @Argument(help: "Its e-mail address.") var email: String
        @OptionGroup var output: Output

        func run() async throws {
            let account = try await APIClient().put("admin/operators/\(APIClient.escape(email))", nil)
            if output.json { return Terminal.json(account) }
            Terminal.line("  \(account.text("email")) operates this installation now.")
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an account no operator any more.")
        @Argument(help: "Its e-mail address.") var email: String
        @OptionGroup var output: Output

        func run() async throws {
            let account = try await APIClient().delete("admin/operators/\(APIClient.escape(email))")
            if output.json { return Terminal.json(account) }
            Terminal.line("  \(account.text("email")) is no operator any more.")
        }
    }
}
