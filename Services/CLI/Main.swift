import ArgumentParser

/// `slipway`: a person's hands on the platform. It knows the public API of the gateway and nothing else.
@main
struct Slipway: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slipway",
        abstract: "Bring a Git repository, get a running app.",
        discussion: """
            First steps:
              slipway login                          who you are, and where the platform is
              slipway apps create shop --project demo --repo https://…
              slipway deploy shop                    build, run, follow it until it serves
              slipway logs shop -f                   what it says

            Who you are is kept in ~/.config/slipway/settings.json, or in the file that
            SLIPWAY_SETTINGS names; SLIPWAY_API and SLIPWAY_TOKEN win over it.
            --json is for scripts. NO_COLOR is respected.
            """,
        version: "slipway 0.1.0",
        subcommands: [
            SignUp.self, LogIn.self, LogOut.self, WhoAmI.self, Projects.self, Apps.self, Deploy.self, Status.self, Deployments.self,
            Timeline.self, Logs.self, Env.self, ScaleCommand.self, Restart.self, Rollback.self, Cancel.self, Delete.self, Admin.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as CLIError {
            Terminal.complain(error)
            Self.exit(withError: ExitCode(error.exitCode))
        } catch {
            Self.exit(withError: error)
        }
    }
}
