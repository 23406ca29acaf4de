import Core
import Postgres
import TestSupport
import Testing

@Suite struct MigratorTests {
    private static let first = Migration("m0001_create_things", sql: "CREATE TABLE things (n int); INSERT INTO things VALUES (1);")
    private static let second = Migration("m0002_add_note", sql: "ALTER TABLE things ADD COLUMN note text;")

    @Test func `each runs once, whoever asks and however many ask at a time`() async throws {
        try await withDatabase { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 { group.addTask { try await Migrator.migrate(pool, [Self.first]) } }
                try await group.waitForAll()
            }
            try await Migrator.migrate(pool, [Self.first, Self.second])
            let rows = try await pool.query("reading", "SELECT n, note FROM things") { try $0.getOptional("note", as: String.self) }
            #expect(rows == [nil])
            let names = try await pool.query("reading", "SELECT name FROM schema_migrations ORDER BY name") { try $0.get("name", as: String.self) }
            #expect(names == [Self.first.name, Self.second.name])
        }
    }

    @Test func `a binary of the release before starts beside a newer one, and leaves its steps alone`() async throws {
        try await withDatabase(migrations: [Self.first]) { pool in
            try await Migrator.migrate(pool, [Self.first, Self.second])
            try await Migrator.migrate(pool, [Self.first])
            try await pool.execute("writing as the old one does", "INSERT INTO things (n) VALUES (2)")
            let names = try await pool.query("reading", "SELECT name FROM schema_migrations ORDER BY name") { try $0.get("name", as: String.self) }
            #expect(names == [Self.first.name, Self.second.name])
        }
    }

    @Test func `one that fails leaves nothing behind`() async throws {
        let broken = Migration("m0002_break", sql: "CREATE TABLE half (n int); SELECT no_such_function();")
        try await withDatabase(migrations: [Self.first]) { pool in
            await #expect(throws: Fault.self) { try await Migrator.migrate(pool, [Self.first, broken]) }
            let there = try await pool.one("asking", "SELECT to_regclass('half') IS NOT NULL AS there") { try $0.get("there", as: Bool.self) }
            #expect(!there)
        }
    }

    @Test func `one that changed since is refused`() async throws {
        try await withDatabase(migrations: [Self.first]) { pool in
            let changed = Migration(Self.first.name, sql: "CREATE TABLE things (n bigint);")
            let thrown = await #expect(throws: Fault.self) { try await Migrator.migrate(pool, [changed]) }
            #expect(thrown?.detail?.contains(Self.first.name) == true)
        }
    }
}
