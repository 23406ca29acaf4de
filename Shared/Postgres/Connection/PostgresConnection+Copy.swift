import CPostgres

extension PostgresConnection {
    /// Writes many rows at once (`COPY … FROM STDIN`); the number written. One bad row refuses all.
    ///
    /// `table` and `columns` are names, not SQL: they are quoted here, as the values are escaped here.
    @discardableResult
    package func copyIn(_ table: String, columns: [String], rows: [[String?]]) throws -> Int {
        guard !rows.isEmpty else { return 0 }
        let handle = try beginCopy(table, columns, format: "")
        var problem: String?
        var lines: [UInt8] = []
        for row in rows {
            append(row, to: &lines)
            if lines.count > 64 * 1024 { problem = problem ?? send(&lines, handle) }
        }
        problem = problem ?? send(&lines, handle)
        return try endCopy(handle, problem)
    }

    /// The same with rows in binary form, which neither side has to write out or to read: for what is stored in masses.
    @discardableResult
    package func copyIn(_ table: String, columns: [String], rows: consuming BinaryRows) throws -> Int {
        guard rows.count > 0 else { return 0 }
        let handle = try beginCopy(table, columns, format: " WITH (FORMAT binary)")
        var bytes = rows.finished()
        return try endCopy(handle, send(&bytes, handle))
    }

    private func beginCopy(_ table: String, _ columns: [String], format: String) throws -> OpaquePointer {
        let place = table.split(separator: ".").map { quoted(String($0)) }.joined(separator: ".")
        _ = try simple("COPY \(place) (\(columns.map(quoted).joined(separator: ", "))) FROM STDIN\(format)")
        guard let handle else { throw PostgresError.connectionLost("the session is closed") }
        return handle
    }

    private func endCopy(_ handle: OpaquePointer, _ problem: String?) throws -> Int {
        guard PQputCopyEnd(handle, problem) == 1 else { throw PostgresError.connectionLost(String(cString: PQerrorMessage(handle))) }
        // Until the last answer is read, a refused one too, the session counts as busy.
        defer { while let rest = PQgetResult(handle) { PQclear(rest) } }
        return try session.checked(PQgetResult(handle)).affected
    }

    private func send(_ lines: inout [UInt8], _ handle: OpaquePointer) -> String? {
        defer { lines.removeAll(keepingCapacity: true) }
        let sent = lines.withUnsafeBytes { PQputCopyData(handle, $0.bindMemory(to: CChar.self).baseAddress, Int32($0.count)) }
        return sent == 1 ? nil : "sending failed"
    }

    private func append(_ row: [String?], to lines: inout [UInt8]) {
        for (index, value) in row.enumerated() {
            if index > 0 { lines.append(0x09) }
            guard let value else {
                lines.append(contentsOf: "\\N".utf8)
                continue
            }
            for byte in value.utf8 {
                switch byte {
                case UInt8(ascii: "\\"): lines.append(contentsOf: "\\\\".utf8)
                case 0x09: lines.append(contentsOf: "\\t".utf8)
                case 0x0A: lines.append(contentsOf: "\\n".utf8)
                case 0x0D: lines.append(contentsOf: "\\r".utf8)
                default: lines.append(byte)
                }
            }
        }
        lines.append(0x0A)
    }

    private func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
