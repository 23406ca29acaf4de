/// The files of a source as plans see them: names, sizes and kinds of all, contents of a few. A value, so that planning
/// is a function of it.
package struct SourceTree: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var isFile: Bool
        package var size: Int64
        package var object: String
    }

    /// The folder that is built.
    package var root: RelativePath
    /// By path below the root.
    package var entries: [String: Entry]
    package var contents: [String: [UInt8]]

    package init(root: RelativePath, entries: [String: Entry], contents: [String: [UInt8]]) {
        self.root = root
        self.entries = entries
        self.contents = contents
    }

    /// A plain file, no symbolic link.
    package func hasFile(_ path: String) -> Bool { entries[path]?.isFile ?? false }

    package func hasFolder(_ path: RelativePath) -> Bool {
        path.isTop || entries.keys.contains { $0.hasPrefix(path.text + "/") }
    }

    package func text(_ path: String) -> String? { contents[path].map { String(decoding: $0, as: UTF8.self) } }

    /// The answer of `git ls-tree -r -l -z`: `<mode> <type> <object> <size> TAB <path> NUL`.
    static func parse(_ listing: [UInt8]) -> [String: Entry] {
        var entries: [String: Entry] = [:]
        for record in listing.split(separator: 0) {
            guard let tab = record.firstIndex(of: UInt8(ascii: "\t")) else { continue }
            let columns = String(decoding: record[..<tab], as: UTF8.self).split(separator: " ", omittingEmptySubsequences: true)
            guard columns.count == 4 else { continue }
            let path = String(decoding: record[record.index(after: tab)...], as: UTF8.self)
            entries[path] = Entry(isFile: columns[0].hasPrefix("100"), size: Int64(columns[3]) ?? 0, object: String(columns[2]))
        }
        return entries
    }
}
