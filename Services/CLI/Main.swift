import ArgumentParser
import Core

/// `slipway`: a person's hands on the platform. It knows the public API of the gateway and nothing else.
@main
struct Slipway: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slipway",
        abstract: "Bring a Git repository, get a running app.",
        discussion: """
            First steps:
              slipway login http://localhost:8080    who you are, and where the platform is
              slipway apps create shop --project demo --repo https://…
              slipway deploy shop                    build, run, follow it until it serves
              slipway logs shop -f                   what it says

            Who you are is kept in ~/.config/slipway/settings.json, or in the file that
            SLIPWAY_SETTINGS names; SLIPWAY_URL and SLIPWAY_TOKEN win over it.
            --json is for scripts. NO_COLOR is respected.

            Ends with 0 when it was done, 1 when it failed or was refused, 64 when it
            was typed wrong, 69 when the platform does not answer, 77 when you may not.
            """,
        version: "slipway \(Version.number)",
        groupedSubcommands: [
            CommandGroup(name: "App", subcommands: [Projects.self, Apps.self, Plan.self, Deploy.self, Env.self, ScaleCommand.self, LinkCommand.self, Unlink.self]),
            CommandGroup(
                name: "Observing",
                subcommands: [
                    Status.self, Logs.self, Open.self, Deployments.self, Timeline.self, Instances.self, Releases.self, Builds.self, Events.self,
                ]),
            CommandGroup(name: "Operating", subcommands: [Rollback.self, Restart.self, Cancel.self, Delete.self]),
            CommandGroup(name: "Account", subcommands: [SignUp.self, LogIn.self, LogOut.self, WhoAmI.self, Tokens.self, Sessions.self]),
            CommandGroup(name: "Platform", subcommands: [APICommand.self, Admin.self, Completion.self, Version.self]),
        ])

    static func main() async {
        let isJSON = CommandLine.arguments.contains("--json")
        do {
            var command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as CLIError {
            Terminal.complain(error, json: isJSON)
            Self.exit(withError: ExitCode(error.exitCode.rawValue))
        } catch let fault as Fault {
            // Such as a wait that took too long.
            Terminal.complain(CLIError(message: fault.message), json: isJSON)
            Self.exit(withError: ExitCode(ExitStatus.failed.rawValue))
        } catch {
            Self.exit(withError: error)
        }
    }
}
