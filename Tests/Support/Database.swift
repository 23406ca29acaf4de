import Core
import Foundation
package import Logging
package import Postgres
import Synchronization

/// Calls `body` with a pool on a database of its own, on a real server, migrated and otherwise empty; dropped afterwards.
///
/// The server is started once per test process. A set of migrations runs once, in a template that each call copies.
@discardableResult
package func withDatabase<T: Sendable>(
    migrations: [Migration] = [], poolSize: Int = 4, adjusting adjust: (inout PostgresConfiguration) -> Void = { _ in },
    _ body: @Sendable (PostgresPool) async throws -> T
) async throws -> T {
    do {
        let server = try await PostgresServer.shared.started()
        let name = try await server.makeDatabase(migrations)
        var configuration = server.configuration(database: name)
        configuration.poolSize = poolSize
        adjust(&configuration)
        let outcome: Result<T, any Error>
        do {
            outcome = .success(try await body(PostgresPool(configuration, log: PostgresServer.log)))
        } catch {
            outcome = .failure(error)
        }
        try await server.dropDatabase(name)
        return try outcome.get()
    } catch let fault as Fault where fault.detail != nil {
        // A test's log is for us: it shows what a caller may not read.
        throw NeverHappened(description: String(reflecting: fault))
    }
}

/// A PostgreSQL server of this test process: an empty folder, a Unix socket in it, no port, no durability.
package actor PostgresServer {
    package static let shared = PostgresServer()
    package static let log = {
        var log = Logger(label: "tests.postgres")
        log.logLevel = .warning
        return log
    }()

    /// A started server.
    package struct Running: Sendable {
        /// Holds the data and the socket; gone when the process ends.
        package let folder: String
        fileprivate let admin: PostgresPool
        fileprivate let templates = Templates()

        /// How to reach a database of this server; nobody needs a password here.
        package func configuration(database: String) -> PostgresConfiguration {
            PostgresConfiguration(host: folder, database: database, user: "slipway", applicationName: "slipway tests")
        }

        /// A new database with these migrations applied; `withDatabase` also removes it again.
        package func makeDatabase(_ migrations: [Migration]) async throws -> String {
            let template = migrations.isEmpty ? "template0" : try await templates.template(for: migrations, on: self)
            let name = "t_" + Hex.encode(Random.bytes(8))
            try await admin.execute("making a test's database", "CREATE DATABASE \(raw: name) TEMPLATE \(raw: template)")
            return name
        }

        package func dropDatabase(_ name: String) async throws {
            try await admin.execute("dropping a test's database", "DROP DATABASE \(raw: name) WITH (FORCE)")
        }
    }

    private var starting: Task<Running, any Error>?

    /// The server, started by the first who asks.
    package func started() async throws -> Running {
        let task = starting ?? Task { try await Self.start() }
        starting = task
        return try await task.value
    }

    private static func start() async throws -> Running {
        let folder = "/tmp/slipway-postgres-" + Hex.encode(Random.bytes(6))
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // Its standard input is a pipe that only this process holds: when the process ends, however it ends, the script
        // reads the end of it, stops the server and removes the folder.
        let script = """
            mkdir -m 700 "$1" && trap 'rm -rf "$1"' EXIT && cd "$1" || exit 1
            "$2/initdb" -D data -U slipway -A trust -E UTF8 --locale=C.UTF-8 --no-sync >initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
            "$2/postgres" -D data -k "$1" -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
                -c max_connections=200 -c shared_buffers=32MB -c wal_level=minimal -c max_wal_senders=0 \
                </dev/null >postgres.log 2>&1 &
            server=$!
            cat >/dev/null
            kill -QUIT $server; wait $server
            """
        let command = ["/bin/sh", "-c", script, "sh", folder, try binaries()]
        // PostgreSQL refuses to run as root.
        let asUser = getuid() == 0 ? ["/usr/sbin/runuser", "-u", "postgres", "--"] : []
        let arguments = asUser + command
        process.executableURL = URL(filePath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.standardInput = lifeline
        try process.run()
        let admin = PostgresPool(
            PostgresConfiguration(host: folder, database: "postgres", user: "slipway", poolSize: 2, statementTimeout: .seconds(60), leaseTimeout: .seconds(60)), log: log)
        try await eventually("PostgreSQL starts", within: .seconds(60)) {
            guard process.isRunning else { throw NeverHappened(description: "it ended with \(process.terminationStatus)") }
            try await admin.ping()
            return true
        }
        return Running(folder: folder, admin: admin)
    }

    private static let lifeline = Pipe()

    /// Where Debian keeps the server's programs (not in PATH): the newest version.
    private static func binaries() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        guard let newest = versions.compactMap({ Int($0) }).max() else {
            throw NeverHappened(description: "no PostgreSQL under \(root): install the package postgresql")
        }
        return "\(root)/\(newest)/bin"
    }
}

/// One migrated database per set of migrations, to be copied.
private actor Templates {
    private var made: [String: Task<String, any Error>] = [:]

    func template(for migrations: [Migration], on server: PostgresServer.Running) async throws -> String {
        let key = migrations.map { "\($0.name)\u{0}\($0.sql)" }.joined(separator: "\u{0}")
        let task = made[key] ?? Task {
            let name = try await server.makeDatabase([])
            try await Migrator.migrate(server.configuration(database: name), migrations, log: PostgresServer.log)
            return name
        }
        made[key] = task
        return try await task.value
    }
}
