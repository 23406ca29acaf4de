import CPostgres

/// Owns one answer of the server.
// Safe: libpq never changes a PGresult after it is returned, and allows reading it from any thread; freed once, in deinit.
final class Rows: @unchecked Sendable {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit { PQclear(handle) }

    var count: Int { Int(PQntuples(handle)) }

    /// How many rows the statement wrote, or returned.
    var affected: Int { PQcmdTuples(handle).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// `COMMIT`, `INSERT 0 1`, …
    var command: String { PQcmdStatus(handle).map { String(cString: $0) } ?? "" }

    func map<T>(_ decode: (Row) throws -> T) rethrows -> [T] {
        let count = count
        var values: [T] = []
        values.reserveCapacity(count)
        for number in 0..<count { values.append(try decode(Row(rows: self, number: Int32(number)))) }
        return values
    }

    func first<T>(_ decode: (Row) throws -> T) rethrows -> T? {
        count > 0 ? try decode(Row(rows: self, number: 0)) : nil
    }

    func column(_ name: String) -> Int32? {
        let number = PQfnumber(handle, name)
        return number < 0 ? nil : number
    }

    func isNull(_ row: Int32, _ column: Int32) -> Bool { PQgetisnull(handle, row, column) != 0 }

    func text(_ row: Int32, _ column: Int32) -> String {
        guard let start = PQgetvalue(handle, row, column) else { return "" }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(handle, row, column)))
        return String(decoding: bytes, as: UTF8.self)
    }
}
