import ArgumentParser
import Testing

@testable import CLI

@Suite struct HelpTests {
    private static func all(_ command: any ParsableCommand.Type, _ path: [String] = []) -> [(path: [String], command: any ParsableCommand.Type)] {
        [(path, command)] + command.configuration.subcommands.flatMap { all($0, path + [$0._commandName]) }
    }

    /// Commands with commands below say their examples there.
    @Test func `every command shows an example that can be typed`() throws {
        for (path, command) in Self.all(Slipway.self) where command.configuration.subcommands.isEmpty && path.first != "admin" {
            let examples = command.configuration.discussion.split(separator: "\n").filter { $0.contains("slipway \(path[0])") }
            #expect(!examples.isEmpty, "slipway \(path.joined(separator: " ")) has no example")
            for example in examples where example.drop(while: { $0 == " " }).hasPrefix("slipway ") {
                // What stands apart after the command is its explanation; what comes after a pipe is another's.
                let words = example.drop { $0 == " " }.split(separator: "   ")[0].split { "|<>".contains($0) }[0].split(separator: " ").dropFirst().map(String.init)
                let typed = words.map { $0.hasSuffix("…") ? "x" : $0 == "APP" ? "shop" : $0 }
                #expect(throws: Never.self, "\(example)") { try Slipway.parseAsRoot(typed) }
            }
        }
    }

    @Test func `every command says what it does`() {
        for (path, command) in Self.all(Slipway.self) { #expect(!command.configuration.abstract.isEmpty, "\(path)") }
        #expect(Slipway.helpMessage().contains("OBSERVING SUBCOMMANDS") && Slipway.helpMessage().contains("  status "))
    }
}
