import ArgumentParser
import Core

/// What an operator does with the whole installation.
struct Admin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The installation itself, for its operators.",
        subcommands: [Doctor.self, Disk.self, Collect.self, Operators.self])
}
