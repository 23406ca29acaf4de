import ChangeFeed
import Core
import Foundation
package import Messaging
package import Postgres
package import ServiceLifecycle
package import Telemetry

/// Runs one service, from its arguments to its exit code. The whole of a `Main.swift` is one call of this.
///
/// In order: SIGPIPE is ignored; `--subjects`, `--metrics`, `--version` and `--help` answer and end, and need no configuration;
/// logging and metrics begin; the configuration is read and the service assembled, so that a wrong setting ends the
/// process (78) before a socket opens; Postgres is waited for and migrated; then everything runs until SIGTERM or SIGINT,
/// or until a part ends, which ends them all. They stop in the reverse order of the list: the service's own parts first,
/// then the feed, NATS and Postgres under them.
///
/// - Parameters:
///   - about: what the service is, in a sentence, for `--help`.
///   - subjects: what it may say and hear, as far as that depends on no other part; see `SubjectTable.permissions`.
///   - settings: the keys that its own configuration reads.
///   - metrics: what it counts beyond what every service does.
///   - migrations: its own; the change feed's tables come before them.
///   - assemble: builds the service's parts, in the order in which they depend on one another. It must not wait.
package func host(
    _ name: String, about: String, version: String = Version.current, subjects: SubjectTable,
    settings: [Setting] = [], metrics: [any MetricFamily] = [], migrations: [Migration],
    assemble: @Sendable (Host) throws -> [any Service]
) async {
    signal(SIGPIPE, SIG_IGN)
    Memory.configure()
    let declared = HostConfiguration.settings(of: name) + settings
    let described = HostMetrics.all + metrics.map(\.description)
    switch Invocation(CommandLine.arguments.dropFirst()) {
    case .subjects: end(.success, saying: SubjectsDocument(service: name, permissions: subjects.permissions).text)
    case .metrics: end(.success, saying: MetricsDocument(service: name, metrics: described).text)
    case .version: end(.success, saying: "slipway-\(name) \(version)\n")
    case .help: end(.success, saying: Help(service: name, about: about, settings: declared).text)
    case .unknown(let argument):
        complain("slipway-\(name): there is no argument \(argument); --help lists what there is.")
        exit(ExitCode.usage.rawValue)
    case .serve: break
    }
    let launch: Launch
    do {
        launch = try Launch(name, Settings(), declared: declared, migrations: ChangeFeed.migrations + migrations, metrics: described, assemble: assemble)
    } catch {
        let fault = Fault.wrapping(error, "assembling the service")
        complain("slipway-\(name): \(fault.detail ?? fault.message)")
        exit(ExitCode.configuration.rawValue)
    }
    exit(await launch.run(migrations: ChangeFeed.migrations + migrations, version: version).rawValue)
}

private func end(_ code: ExitCode, saying text: String) -> Never {
    FileHandle.standardOutput.write(Data(text.utf8))
    exit(code.rawValue)
}

private func complain(_ sentence: String) {
    FileHandle.standardError.write(Data((sentence + "\n").utf8))
}
