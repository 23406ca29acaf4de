import Core
import Logging
import Postgres
import TestSupport
import Testing

@Suite struct PoolTests {
    @Test func `opens connections on demand and never more than its size`() async throws {
        try await withDatabase(poolSize: 3) { pool in
            func open() async throws -> Int {
                try await pool.one("counting", "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database()") {
                    try $0.get("n", as: Int.self)
                }
            }
            for _ in 0..<20 { try await pool.ping() }
            #expect(try await open() == 1)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<30 { group.addTask { try await pool.execute("sleeping", "SELECT pg_sleep(0.02)") } }
                try await group.waitForAll()
            }
            #expect(try await open() == 3)
        }
    }

    @Test func `who waits is served in order`() async throws {
        try await withDatabase(poolSize: 1) { pool in
            let order = Recorder<Int>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pool.execute("sleeping", "SELECT pg_sleep(0.5)") }
                try await Task.sleep(for: .milliseconds(100))
                for number in 0..<10 {
                    group.addTask { try await pool.transaction("noting") { _ in order.record(number) } }
                    try await Task.sleep(for: .milliseconds(20))
                }
                try await group.waitForAll()
            }
            #expect(order.all == Array(0..<10))
        }
    }

    @Test func `refuses who comes to a full line, and who waited too long`() async throws {
        try await withDatabase(poolSize: 1, adjusting: { $0.mostWaiting = 2; $0.leaseTimeout = .milliseconds(200) }) { pool in
            let outcomes = await withTaskGroup(of: FaultCode?.self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        do throws(Fault) {
                            try await pool.execute("sleeping", "SELECT pg_sleep(1)")
                            return nil
                        } catch {
                            return error.code
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes == [.resourceExhausted, .resourceExhausted, .resourceExhausted, .resourceExhausted, nil])
            try await pool.ping()
        }
    }

    @Test func `a cancelled waiter leaves the line at once`() async throws {
        try await withDatabase(poolSize: 1) { pool in
            let holder = Task { try await pool.execute("sleeping", "SELECT pg_sleep(1)") }
            try await Task.sleep(for: .milliseconds(100))
            let waiter = Task { try await pool.ping() }
            try await Task.sleep(for: .milliseconds(50))
            waiter.cancel()
            let start = ContinuousClock.now
            let thrown = await #expect(throws: Fault.self) { try await waiter.value }
            #expect(thrown?.code == .cancelled)
            #expect(ContinuousClock.now - start < .milliseconds(500))
            _ = try await holder.value
            try await pool.ping()
        }
    }

    @Test func `a session ended by the server is opened again unnoticed`() async throws {
        try await withDatabase(poolSize: 2) { pool in
            func pid() async throws -> Int {
                try await pool.one("asking", "SELECT pg_backend_pid() AS pid") { try $0.get("pid", as: Int.self) }
            }
            let first = try await pid()
            let killer = PostgresPool(pool.configuration, log: PostgresServer.log)
            try await killer.execute("ending session", "SELECT pg_terminate_backend(\(first)::int)")
            try await eventually("the session ends") {
                try await killer.one("counting", "SELECT count(*) AS n FROM pg_stat_activity WHERE pid = \(first)") { try $0.get("n", as: Int.self) } == 0
            }
            let second = try await pid()
            #expect(second != first)
            let done = try await pool.transaction("working") { db in try db.one("SELECT 1 AS n") { try $0.get("n", as: Int.self) } }
            #expect(done == 1)
        }
    }

    @Test func `a session lost in the middle is told, not repeated`() async throws {
        try await withDatabase(poolSize: 1) { pool in
            try await pool.execute("making table", "CREATE TABLE marks (n int)")
            let runs = Recorder<Void>()
            let thrown = await #expect(throws: Fault.self) {
                try await pool.transaction("ending itself") { db in
                    runs.record(())
                    try db.execute("INSERT INTO marks VALUES (1)")
                    try db.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            #expect(thrown?.code == .unavailable)
            #expect(runs.all.count == 1)
            #expect(try await pool.one("counting", "SELECT count(*) AS n FROM marks") { try $0.get("n", as: Int.self) } == 0)
        }
    }

    @Test func `a statement lost in the middle is told, and the next one is served`() async throws {
        try await withDatabase(poolSize: 1) { pool in
            func wait() async throws -> Int { try await pool.execute("sleeping", "SELECT pg_sleep(20)") }
            // The second time the statement is known to the session, and nobody's thread waits for it.
            for _ in 0..<2 {
                let statement = Task { try await wait() }
                let killer = PostgresPool(pool.configuration, log: PostgresServer.log)
                try await eventually("it is ended") {
                    try await killer.one("ending", """
                        SELECT count(pg_terminate_backend(pid)) AS n FROM pg_stat_activity
                        WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep%' AND state = 'active'
                        """) { try $0.get("n", as: Int.self) } == 1
                }
                let thrown = await #expect(throws: Fault.self) { try await statement.value }
                #expect(thrown?.code == .unavailable)
                try await pool.ping()
            }
        }
    }

    @Test func `what is much, either way, comes through`() async throws {
        try await withDatabase(poolSize: 2) { pool in
            let much = String(repeating: "0123456789abcdef", count: 1 << 18)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        for _ in 0..<3 {
                            let same = try await pool.one("echoing", "SELECT \(much) AS much") { try $0.get("much", as: String.self) } == much
                            guard same else { return false }
                        }
                        return true
                    }
                }
                for try await same in group { #expect(same) }
            }
        }
    }

    @Test func `a statement whose table changed is prepared again`() async throws {
        try await withDatabase(poolSize: 1) { pool in
            try await pool.execute("making table", "CREATE TABLE things (n int)")
            try await pool.execute("inserting", "INSERT INTO things VALUES (7)")
            func read() async throws -> Int { try await pool.one("reading", "SELECT * FROM things") { try $0.get("n", as: Int.self) } }
            for _ in 0..<2 { #expect(try await read() == 7) }
            try await pool.execute("adding column", "ALTER TABLE things ADD COLUMN note text")
            for _ in 0..<2 { #expect(try await read() == 7) }
        }
    }

    @Test func `a statement that fails fails alike, new to its session or known`() async throws {
        try await withDatabase(poolSize: 1) { pool in
            try await pool.execute("making table", "CREATE TABLE once (n int PRIMARY KEY)")
            try await pool.execute("inserting", "INSERT INTO once VALUES (\(1))")
            for _ in 0..<3 {
                let thrown = await #expect(throws: Fault.self) { try await pool.execute("inserting", "INSERT INTO once VALUES (\(1))") }
                #expect(thrown?.code == .alreadyExists)
                let nul = await #expect(throws: Fault.self) { try await pool.execute("asking", "SELECT \("a\u{0}b")") }
                #expect(nul?.code == .internal)
            }
        }
    }

    @Test func `nobody there is unavailable, and the password is nowhere`() async throws {
        var configuration = PostgresConfiguration(host: "127.0.0.1", port: 1, database: "x", user: "y", password: Secret("hunter2"))
        configuration.poolSize = 1
        let pool = PostgresPool(configuration, log: PostgresServer.log)
        for _ in 0..<2 {
            let thrown = await #expect(throws: Fault.self) { try await pool.ping() }
            #expect(thrown?.code == .unavailable)
            #expect(thrown.map { String(reflecting: $0).contains("hunter2") } == false)
        }
        #expect(!String(reflecting: configuration).contains("hunter2"))
    }
}
