package import Core

/// Rows in COPY's binary form (PostgreSQL manual, COPY, "Binary Format"), written value by value in the order of the columns.
///
/// A row is begun, then each of its values added: forgetting one is the server's error, not a shifted table.
package struct BinaryRows: Sendable {
    private static let signature = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
    /// Postgres counts from 2000-01-01.
    private static let epoch: Int64 = 946_684_800_000_000

    package private(set) var count = 0
    private let columns: Int
    private var bytes: [UInt8]

    package init(columns: Int, capacity: Int = 0) {
        self.columns = columns
        bytes = []
        bytes.reserveCapacity(capacity)
        bytes += Self.signature
    }

    package mutating func beginRow() {
        count += 1
        append(Int16(columns))
    }

    package mutating func addNull() { append(Int32(-1)) }

    /// A `uuid`.
    package mutating func add<Of>(_ id: ID<Of>) {
        append(Int32(16))
        append(id.high)
        append(id.low)
    }

    package mutating func add<Of>(_ id: ID<Of>?) {
        if let id { add(id) } else { addNull() }
    }

    /// A `bigint`.
    package mutating func add(_ number: Int64) {
        append(Int32(8))
        append(number)
    }

    /// A `timestamptz`.
    package mutating func add(_ time: Timestamp) { add(time.microseconds - Self.epoch) }

    /// A `date`, as days since 2000-01-01.
    package mutating func add(day: Int32) {
        append(Int32(4))
        append(day)
    }

    package mutating func add(_ flag: Bool) {
        append(Int32(1))
        bytes.append(flag ? 1 : 0)
    }

    /// A `bytea`.
    package mutating func add(_ value: [UInt8]) {
        append(Int32(value.count))
        bytes += value
    }

    /// A `text`.
    package mutating func add(_ text: String) {
        append(Int32(text.utf8.count))
        bytes += text.utf8
    }

    consuming func finished() -> [UInt8] {
        append(Int16(-1))
        return bytes
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
