import Foundation
import Testing

/// While an upgrade goes on, the binaries of the release before work on the schema of the next one. So a release adds, and what nothing
/// reads any more goes one release later, in a migration that names the one that put something in its place.
struct MigrationTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    /// From before there was a release to be upgraded from.
    private static let early: Set = ["Log/m0003_partition_lines.sql"]

    @Test func `a migration takes nothing from the release before`() throws {
        var count = 0
        for (name, text) in try Self.migrations() {
            count += 1
            let contracts = text.contains(/--\s*contracts: m\d{4}_\w+/)
            #expect(contracts || Self.early.contains(name) || Self.takings(text).isEmpty, "\(name): \(Self.takings(text).joined(separator: "; "))")
        }
        #expect(count > 20)
    }

    @Test(arguments: [
        "DROP TABLE apps", "ALTER TABLE apps DROP COLUMN name", "ALTER TABLE apps RENAME COLUMN name TO title", "ALTER TABLE apps RENAME TO old",
        "ALTER TABLE apps ALTER COLUMN name SET NOT NULL", "ALTER TABLE apps ALTER COLUMN number TYPE bigint",
        "ALTER TABLE apps ADD COLUMN title text NOT NULL", "ALTER TABLE apps ADD COLUMN a bigint NOT NULL DEFAULT 0, ADD COLUMN title text NOT NULL", "TRUNCATE apps",
    ])
    func `what would break the release before is seen`(_ statement: String) {
        #expect(!Self.takings("CREATE TABLE other (id uuid PRIMARY KEY);\n\(statement);").isEmpty)
    }

    @Test(arguments: [
        "CREATE TABLE t (id uuid NOT NULL)", "ALTER TABLE apps ADD COLUMN title text", "ALTER TABLE apps ADD COLUMN n bigint NOT NULL DEFAULT 0 CHECK (n >= 0)",
        "CREATE INDEX i ON apps (name)", "ALTER TABLE apps ALTER COLUMN port DROP NOT NULL", "-- DROP TABLE apps",
    ])
    func `what only adds passes`(_ statement: String) {
        #expect(Self.takings(statement + ";").isEmpty)
    }

    /// The statements that the binaries of the release before might stumble over.
    private static func takings(_ text: String) -> [String] {
        let plain = text.replacing(/--[^\n]*/, with: "").uppercased()
        return plain.split(separator: ";").map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.filter { statement in
            statement.contains(/\bDROP (TABLE|COLUMN|CONSTRAINT|VIEW|FUNCTION|TYPE)\b|\bRENAME\b|\bSET NOT NULL\b|\bALTER COLUMN \w+ (SET DATA )?TYPE\b|^TRUNCATE\b/)
                || statement.split(separator: "ADD COLUMN").dropFirst().contains { $0.contains("NOT NULL") && !$0.contains("DEFAULT") }
        }
    }

    private static func migrations() throws -> [(name: String, text: String)] {
        let services = root.appendingPathComponent("Services")
        return try FileManager.default.contentsOfDirectory(atPath: services.path).sorted().flatMap { service in
            let folder = services.appendingPathComponent("\(service)/Store/Migrations")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            return try names.filter { $0.hasSuffix(".sql") }.sorted().map { name in
                ("\(service)/\(name)", try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8))
            }
        }
    }
}
