import Core
package import Postgres
package import Sealing
package import Telemetry

/// A table whose column `value` is sealed by the master key.
package struct SealedTable: Sendable {
    let name: String
    let columns: String
    let place: @Sendable (Row) throws -> String

    /// - Parameters:
    ///   - columns: what tells the place of a value, as a list of SQL.
    ///   - place: what the value of a row is bound to.
    package init(_ name: String, _ columns: String, place: @escaping @Sendable (Row) throws -> String) {
        (self.name, self.columns, self.place) = (name, columns, place)
    }
}

/// Seals anew, while the master key is rotated, what an earlier key has sealed: a pass again and again until nothing is left, so that
/// the earlier key may go. Replicas may do it side by side: a value that another has sealed anew is not touched again.
package struct Resealing: Sendable {
    package static let left = GaugeFamily(
        "slipway_sealed_by_earlier_key", ["table"], "Values that an earlier master key has sealed; at 0 in every table the earlier key may go.")

    private let key: MasterKey
    private let pool: PostgresPool
    private let tables: [SealedTable]

    package init(_ key: MasterKey, _ pool: PostgresPool, _ tables: SealedTable...) {
        (self.key, self.pool, self.tables) = (key, pool, tables)
    }

    /// As many as one transaction takes in moments.
    private static let batch = 200

    /// - Throws: what the first value said that no key opens; those after it are sealed anew all the same.
    package func pass() async throws {
        guard let mark = key.mark else { return }
        var broken: Fault?
        for table in tables {
            while true {
                let batch = try await pool.transaction("sealing anew") { db in try db.seal(anew: table, by: key, mark, atMost: Self.batch) }
                Self.left.set(batch.left, table.name)
                broken = broken ?? batch.broken
                guard batch.sealed > 0 else { break }
            }
        }
        if let broken { throw broken }
    }
}

extension PostgresConnection {
    fileprivate func seal(
        anew table: SealedTable, by key: MasterKey, _ mark: [UInt8], atMost batch: Int
    ) throws -> (sealed: Int, left: Int, broken: Fault?) {
        let old: SQL = "substring(value FROM 1 FOR \(raw: "\(mark.count)")) <> \(mark)"
        let rows = try query(
            "SELECT ctid::text AS at, value, \(raw: table.columns) FROM \(raw: table.name) WHERE \(old) LIMIT \(batch) FOR UPDATE SKIP LOCKED"
        ) { (at: try $0.get("at", as: String.self), value: try $0.get("value", as: [UInt8].self), place: try table.place($0)) }
        var (sealed, broken): (Int, Fault?) = (0, nil)
        for row in rows {
            let anew: [UInt8]
            do throws(Fault) {
                anew = try key.seal(key.open(row.value, at: row.place), at: row.place)
            } catch {
                broken = broken ?? error
                continue
            }
            try execute("UPDATE \(raw: table.name) SET value = \(anew) WHERE ctid = \(row.at)::tid AND value = \(row.value)")
            sealed += 1
        }
        let left = try one("SELECT count(*) AS left FROM \(raw: table.name) WHERE \(old)") { try $0.get("left", as: Int.self) }
        return (sealed, left, broken)
    }
}
