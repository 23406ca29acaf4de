import Core
import Postgres
import TestSupport
import Testing

@Suite struct TransactionTests {
    private static let accounts = [Migration("accounts", sql: """
        CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL CONSTRAINT accounts_balance_check CHECK (balance >= 0));
        INSERT INTO accounts VALUES (1, 100), (2, 100);
        """)]

    private static func balances(_ pool: PostgresPool) async throws -> [Int] {
        try await pool.query("reading", "SELECT balance FROM accounts ORDER BY id") { try $0.get("balance", as: Int.self) }
    }

    @Test func `a fault thrown inside rolls back and passes through`() async throws {
        try await withDatabase(migrations: Self.accounts) { pool in
            let thrown = await #expect(throws: Fault.self) {
                try await pool.transaction("paying") { db in
                    try db.execute("UPDATE accounts SET balance = 0 WHERE id = 1")
                    throw Fault.wrongState("no")
                }
            }
            #expect(thrown == .wrongState("no"))
            let balances = try await Self.balances(pool)
            #expect(balances == [100, 100])
        }
    }

    @Test func `errors of the server become faults with the gerund in the log only`() async throws {
        try await withDatabase(migrations: Self.accounts) { pool in
            let duplicate = await #expect(throws: Fault.self) { try await pool.execute("opening account", "INSERT INTO accounts VALUES (1, 1)") }
            #expect(duplicate?.code == .alreadyExists)
            #expect(duplicate?.description.contains("accounts_pkey") == false)
            #expect(duplicate?.debugDescription.contains("opening account") == true)
            let wrong = await #expect(throws: Fault.self) { try await pool.execute("paying", "UPDATE accounts SET balance = -1") }
            #expect(wrong?.code == .internal)
            #expect(wrong?.message == "internal error")
        }
    }

    @Test func `a unique violation caught inside cannot be committed over`() async throws {
        try await withDatabase(migrations: Self.accounts) { pool in
            let thrown = await #expect(throws: Fault.self) {
                try await pool.transaction("opening account") { db in
                    do {
                        try db.execute("INSERT INTO accounts VALUES (1, 1)")
                    } catch let error as PostgresError where error.isUniqueViolation(of: "accounts_pkey") {}
                }
            }
            #expect(thrown?.debugDescription.contains("25P02") == true)
        }
    }

    @Test func `a savepoint undoes its own part`() async throws {
        try await withDatabase(migrations: Self.accounts) { pool in
            try await pool.transaction("paying") { db in
                try db.execute("UPDATE accounts SET balance = 50 WHERE id = 1")
                #expect(throws: PostgresError.self) {
                    try db.savepoint { db in
                        try db.execute("UPDATE accounts SET balance = 0 WHERE id = 2")
                        try db.execute("UPDATE accounts SET balance = -1 WHERE id = 2")
                    }
                }
                try db.savepoint { db in _ = try db.execute("UPDATE accounts SET balance = balance + 5 WHERE id = 2") }
            }
            #expect(try await Self.balances(pool) == [50, 105])
        }
    }

    @Test func `a transaction that lost is run again`() async throws {
        try await withDatabase(migrations: Self.accounts) { pool in
            let runs = Recorder<Void>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        try await pool.transaction("counting") { db in
                            runs.record(())
                            try db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                            let balance = try db.one("SELECT balance FROM accounts WHERE id = 1") { try $0.get("balance", as: Int.self) }
                            try db.execute("SELECT pg_sleep(0.2)")
                            try db.execute("UPDATE accounts SET balance = \(balance + 1) WHERE id = 1")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await Self.balances(pool) == [102, 100])
            #expect(runs.all.count == 3)
        }
    }

    @Test func `a deadlock ends with both done`() async throws {
        try await withDatabase(migrations: Self.accounts) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        try await pool.transaction("crossing") { db in
                            try db.execute("UPDATE accounts SET balance = balance + 1 WHERE id = \(first)")
                            try db.execute("SELECT pg_sleep(0.1)")
                            try db.execute("UPDATE accounts SET balance = balance + 1 WHERE id = \(second)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await Self.balances(pool) == [102, 102])
        }
    }

    @Test func `a statement that takes too long is ended by the server`() async throws {
        try await withDatabase(adjusting: { $0.statementTimeout = .milliseconds(100) }) { pool in
            let thrown = await #expect(throws: Fault.self) { try await pool.execute("waiting", "SELECT pg_sleep(5)") }
            #expect(thrown?.code == .deadlineExceeded)
            try await pool.ping()
        }
    }
}
