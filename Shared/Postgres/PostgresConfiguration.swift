package import Core

/// Where the database is and how long to bear with it.
package struct PostgresConfiguration: Sendable {
    /// A host name, an address, or the folder of a Unix socket.
    package var host: String
    package var port: Int
    package var database: String
    package var user: String
    package var password: Secret<String>
    /// The most connections of this process; each is opened when it is first needed.
    package var poolSize: Int
    /// The server ends a statement that runs longer.
    package var statementTimeout: Duration
    /// The server ends a statement that waits longer for a lock.
    package var lockTimeout: Duration
    /// How long a caller waits for a free connection before `Fault.exhausted`.
    package var leaseTimeout: Duration
    /// How many callers may wait for a free connection; the next one is refused at once.
    package var mostWaiting: Int
    package var applicationName: String

    package init(
        host: String, port: Int = 5432, database: String, user: String, password: Secret<String> = Secret(""), poolSize: Int = 4,
        statementTimeout: Duration = .seconds(10), lockTimeout: Duration = .seconds(5), leaseTimeout: Duration = .seconds(5),
        mostWaiting: Int = 256, applicationName: String = "slipway"
    ) {
        self.host = host
        self.port = port
        self.database = database
        self.user = user
        self.password = password
        self.poolSize = poolSize
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.leaseTimeout = leaseTimeout
        self.mostWaiting = mostWaiting
        self.applicationName = applicationName
    }

    /// libpq's keywords and values. A list, not a string: nothing needs quoting, so nothing can be quoted wrongly.
    /// The server does the timing out, so no cancel request is ever needed.
    var parameters: [(keyword: String, value: String)] {
        let settings = [
            "statement_timeout=\(statementTimeout.milliseconds)",
            "lock_timeout=\(lockTimeout.milliseconds)",
            "idle_in_transaction_session_timeout=10000",
            "timezone=UTC", "datestyle=ISO", "bytea_output=hex",
        ]
        return [
            ("host", host), ("port", String(port)), ("dbname", database), ("user", user), ("password", password.reveal()),
            ("application_name", applicationName), ("client_encoding", "UTF8"), ("connect_timeout", "5"),
            ("keepalives", "1"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "20000"), ("options", settings.map { "-c \($0)" }.joined(separator: " ")),
        ]
    }
}
