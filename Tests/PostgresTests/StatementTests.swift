import Core
import Postgres
import TestSupport
import Testing

private enum Colour: String, PostgresValue { case red, green }

@Suite struct StatementTests {
    @Test func `an interpolated value is a bind, whatever it says`() async throws {
        let wicked = "'; DROP TABLE notes; --\\ \u{1F980}"
        try await withDatabase { pool in
            try await pool.execute("making table", "CREATE TABLE notes (body text)")
            try await pool.execute("inserting", "INSERT INTO notes (body) VALUES (\(wicked))")
            let read = try await pool.one("reading", "SELECT body FROM notes WHERE body = \(wicked)") { try $0.get("body", as: String.self) }
            #expect(read == wicked)
        }
    }

    @Test func `every type comes back as it went in`() async throws {
        let id = AppID()
        let time = Timestamp(microseconds: 1_772_271_000_123_457)
        let json: JSONValue = ["a": [1, 2.5, nil, "x\"y"], "b": true]
        let bytes: [UInt8] = Array(0...255)
        let texts = ["plain", "", "with \"quotes\", commas and \\", "NULL", "{}"]
        let ids = [AppID(), AppID()]
        try await withDatabase { pool in
            let row = try await pool.one("reading", """
                SELECT \(id) AS id, \(time) AS time, \(json) AS json, \(bytes) AS bytes, \(texts) AS texts, \(ids) AS ids,
                    \(Int64.min) AS least, \(Int32(-7)) AS small, \(true) AS yes, \(0.1) AS tenth, \(Colour.green)::text AS colour,
                    \(UInt64.max)::numeric AS big, \([Int64(1), -2]) AS numbers, \([String]()) AS none
                """) { $0 }
            #expect(try row.get("id") == id)
            #expect(try row.get("time") == time)
            #expect(try row.get("json") == json)
            #expect(try row.get("bytes") == bytes)
            #expect(try row.get("texts") == texts)
            #expect(try row.get("ids") == ids)
            #expect(try row.get("least") == Int64.min)
            #expect(try row.get("small") == Int32(-7))
            #expect(try row.get("yes") == true)
            #expect(try row.get("tenth") == 0.1)
            #expect(try row.get("colour") == Colour.green)
            #expect(try row.get("big") == UInt64.max)
            #expect(try row.get("numbers") == [Int64(1), -2])
            #expect(try row.get("none") == [String]())
        }
    }

    @Test func `NULL is nil, and an error where nil cannot be`() async throws {
        try await withDatabase { pool in
            let nobody: AppID? = nil
            let row = try await pool.one("reading", "SELECT \(nobody) AS id, \(nobody) IS NULL AS missing") { $0 }
            #expect(try row.getOptional("id", as: AppID.self) == nil)
            #expect(try row.get("id", as: AppID?.self) == nil)
            #expect(try row.get("missing") == true)
            #expect(throws: PostgresError.self) { try row.get("id", as: AppID.self) }
            #expect(throws: PostgresError.self) { try row.get("elsewhere", as: AppID.self) }
        }
    }

    @Test func `statements are spliced with their values`() async throws {
        let conditions: [SQL] = ["n > \(2)", "n < \(6)", "n <> \(4)"]
        let statement: SQL = "SELECT n FROM generate_series(1, \(10)) AS n WHERE \(conditions.joined(separator: " AND ")) ORDER BY n LIMIT \(5)"
        #expect(statement.text == """
            SELECT n FROM generate_series(1, $1::bigint) AS n WHERE n > $2::bigint AND n < $3::bigint AND n <> $4::bigint \
            ORDER BY n LIMIT $5::bigint
            """)
        try await withDatabase { pool in
            let numbers = try await pool.query("counting", statement) { try $0.get("n", as: Int.self) }
            #expect(numbers == [3, 5])
        }
    }

    @Test func `a text with NUL is refused, not cut`() async throws {
        try await withDatabase { pool in
            await #expect(throws: Fault.self) { try await pool.execute("writing", "SELECT \("a\u{0}b")") }
        }
    }

    @Test func `copying in keeps every byte`() async throws {
        let rows = (0..<5_000).map { number in [String(number), number % 3 == 0 ? nil : "tab\tline\nreturn\rback\\slash \\N \(number)"] }
        try await withDatabase { pool in
            try await pool.execute("making table", #"CREATE TABLE "odd ""name" (n int, body text)"#)
            let written = try await pool.transaction("copying") { db in try db.copyIn("odd \"name", columns: ["n", "body"], rows: rows) }
            #expect(written == rows.count)
            let read = try await pool.query("reading", #"SELECT n, body FROM "odd ""name" ORDER BY n"#) { row in
                [try row.get("n", as: String.self), try row.getOptional("body", as: String.self)]
            }
            #expect(read == rows)
            await #expect(throws: Fault.self) {
                try await pool.transaction("copying") { db in try db.copyIn("odd \"name", columns: ["n"], rows: [["no number"]]) }
            }
            try await pool.ping()
        }
    }

    @Test func `a migration under a prepared statement is noticed`() async throws {
        try await withDatabase(poolSize: 1) { pool in
            try await pool.execute("making table", "CREATE TABLE things (a int)")
            try await pool.execute("inserting", "INSERT INTO things VALUES (1)")
            let all: SQL = "SELECT * FROM things"
            #expect(try await pool.one("reading", all) { try $0.get("a", as: Int.self) } == 1)
            try await pool.execute("altering", "ALTER TABLE things ADD COLUMN b int DEFAULT 2")
            #expect(try await pool.one("reading", all) { try $0.get("b", as: Int.self) } == 2)
            try await pool.execute("altering", "ALTER TABLE things ADD COLUMN c int DEFAULT 3")
            #expect(try await pool.transaction("reading") { db in try db.one(all) { try $0.get("c", as: Int.self) } } == 3)
        }
    }

    @Test func `more texts than a session keeps still run`() async throws {
        try await withDatabase(poolSize: 1) { pool in
            for number in 0..<600 {
                let read = try await pool.one("reading", "SELECT \(raw: String(number)) AS n") { try $0.get("n", as: Int.self) }
                #expect(read == number)
            }
        }
    }
}
