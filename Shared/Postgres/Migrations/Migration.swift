/// One step of a database's history, as a file of SQL embedded in the binary. Forward only, never changed once released.
package struct Migration: Sendable {
    package let name: String
    package let sql: String

    package init(_ name: String, sql: String) {
        self.name = name
        self.sql = sql
    }

    /// What `.embedInCode` yields.
    package init(_ name: String, _ embedded: [UInt8]) {
        self.init(name, sql: String(decoding: embedded, as: UTF8.self))
    }
}
