import Core

/// JSON Schema as rows of a table: name, kind and bounds, what it is for.
enum ReferenceTable {
    static func table(_ rows: [String]) -> String { "<table><tbody>\(rows.joined())</tbody></table>" }

    /// The members of an object, and under them the members of theirs.
    static func members(of schema: JSONValue, isInput: Bool) -> String {
        table(rows(of: schema, prefix: "", isInput: isInput))
    }

    static func row(_ name: String, _ schema: JSONValue, _ about: String, note: String) -> String {
        let told = note.isEmpty ? "" : " <span class=\"note\">\(HTML.escaped(note))</span>"
        return "<tr><th><code>\(HTML.escaped(name))</code>\(told)</th><td><span class=\"kind\">\(kind(schema))</span> \(HTML.inline(about))</td></tr>"
    }

    private static func rows(of schema: JSONValue, prefix: String, isInput: Bool) -> [String] {
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        return (schema["properties"]?.object ?? [:]).sorted { $0.key < $1.key }.flatMap { name, member in
            let isRequired = required.contains(name)
            let note = isInput ? (isRequired ? "required" : "") : (isRequired ? "" : "may be left out")
            var rows = [row(prefix + name, member, member["description"]?.string ?? "", note: note)]
            for part in [member, member["anyOf"]?[0], member["items"]].compactMap({ $0 }) {
                rows += self.rows(of: part, prefix: "\(prefix)\(name).", isInput: isInput)
            }
            return rows
        }
    }

    /// "string, 1 to 30, /^[a-z]…$/", or a link to the shape that it is.
    static func kind(_ schema: JSONValue) -> String {
        if let name = schema["$ref"]?.string?.split(separator: "/").last {
            return "<a href=\"#schema-\(name)\">\(name)</a>"
        }
        if let either = schema["anyOf"]?.array { return either.map(kind).joined(separator: " or ") }
        if let words = schema["enum"]?.array {
            return words.map { "<code>\(HTML.escaped($0.string ?? $0.encoded()))</code>" }.joined(separator: " ")
        }
        let types = schema["type"]?.array?.compactMap(\.string) ?? [schema["type"]?.string ?? ""]
        var parts = [types.joined(separator: " or ")]
        if let items = schema["items"] { parts[0] = "list of \(kind(items))" }
        if let values = schema["additionalProperties"], values.object != nil { parts[0] = "object of " + kind(values) }
        if let format = schema["format"]?.string { parts[0] = types.contains("null") ? "\(format) or null" : format }
        if let bounds = bounds(schema) { parts.append(bounds) }
        if let pattern = schema["pattern"]?.string { parts.append("<code>\(HTML.escaped(pattern))</code>") }
        return parts.joined(separator: ", ")
    }

    private static func bounds(_ schema: JSONValue) -> String? {
        if let least = schema["minimum"]?.int, let most = schema["maximum"]?.int {
            // The whole range of a counter tells nobody anything.
            return most == Int64(UInt32.max) ? nil : "\(least) to \(most)"
        }
        let least = schema["minLength"]?.int ?? schema["minItems"]?.int
        switch (least, schema["maxLength"]?.int ?? schema["maxItems"]?.int) {
        case (let least?, let most?): return "\(least) to \(most) \(schema["items"] == nil ? "characters" : "")"
        case (nil, let most?): return "at most \(most)\(schema["items"] == nil ? " characters" : "")"
        case (let least?, nil): return "at least \(least)"
        case (nil, nil): return nil
        }
    }
}
