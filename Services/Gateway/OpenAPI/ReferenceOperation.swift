import Core
import HTTPTypes

/// One call on the reference page: what it takes, a line to try it with, what it answers, how it can be refused.
struct ReferenceOperation {
    let route: Route
    let document: JSONValue
    let server: String

    private var operation: JSONValue {
        document["paths"]?[route.path]?[route.method.rawValue.lowercased()] ?? [:]
    }

    var html: String {
        let method = route.method.rawValue
        return """
            <article id="\(route.name)">
            <h3><a href="#\(route.name)"><span class="m \(method.lowercased())">\(method)</span> <code>\(HTML.escaped(route.path))</code></a></h3>
            <p class="summary">\(HTML.inline(route.summary))</p>
            \(HTML.prose(operation["description"]?.string ?? "", className: "quiet"))
            \(parameters)\(body)
            <pre><code>\(HTML.escaped(curl))</code></pre>
            \(answer)
            <h4>Refusals</h4>
            <ul class="refusals">\(refusals)</ul>
            </article>
            """
    }

    private var parameters: String {
        let rows = (operation["parameters"]?.array ?? []).map { parameter in
            ReferenceTable.row(
                parameter["name"]?.string ?? "", parameter["schema"] ?? [:], parameter["description"]?.string ?? "",
                note: (parameter["in"]?.string ?? "") + (parameter["required"]?.bool == true ? ", required" : ""))
        }
        return rows.isEmpty ? "" : "<h4>Parameters</h4>" + ReferenceTable.table(rows)
    }

    private var body: String {
        guard let schema = operation["requestBody"]?["content"]?["application/json"]?["schema"] else { return "" }
        return "<h4>Body</h4>" + ReferenceTable.members(of: schema, isInput: true)
    }

    /// With what is required and what has an example; `$TOKEN` where a token is needed.
    private var curl: String {
        var path = route.path
        for parameter in operation["parameters"]?.array ?? [] where parameter["in"]?.string == "path" {
            path = path.replacing("{\(parameter["name"]?.string ?? "")}", with: parameter["example"]?.string ?? "")
        }
        var parts = ["curl \(route.method == .get ? "" : "-X \(route.method.rawValue) ")\(server)\(path)"]
        if route.permission != .everyone { parts.append("-H \"Authorization: Bearer $TOKEN\"") }
        if route.answer.body == nil, !route.answer.events.isEmpty { parts[0] = parts[0].replacing("curl ", with: "curl -N ") }
        if let example = operation["requestBody"]?["content"]?["application/json"]?["example"] {
            parts.append("-H 'Content-Type: application/json'")
            parts.append("-d '\(example.encoded().replacing("'", with: "'\\''"))'")
        }
        return parts.joined(separator: " \\\n  ")
    }

    private var answer: String {
        let responses = operation["responses"]?.object ?? [:]
        let successes = responses.filter { $0.key < "400" }.sorted { $0.key < $1.key }
        return successes.map { status, response in
            var text = "<h4>Answer <span class=\"status\">\(status)</span></h4><p>\(HTML.inline(response["description"]?.string ?? ""))"
            for (media, content) in (response["content"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
                if let schema = content["schema"], schema["$ref"] != nil { text += " " + ReferenceTable.kind(schema) }
                text += "</p>"
                if let example = content["example"] {
                    let shown = example.string ?? example.encoded(pretty: true)
                    let label = media == "application/json" ? "Example" : "Example, <code>\(HTML.escaped(media))</code>"
                    text += "<details><summary>\(label)</summary><pre><code>\(HTML.escaped(shown))</code></pre></details>"
                }
                text += "<p>"
            }
            return (text + "</p>").replacing("<p></p>", with: "")
        }.joined()
    }

    private var refusals: String {
        let responses = operation["responses"]?.object ?? [:]
        return responses.filter { $0.key >= "400" }.sorted { $0.key < $1.key }.map { status, response in
            var told = response
            if let name = response["$ref"]?.string?.split(separator: "/").last {
                told = document["components"]?["responses"]?[String(name)] ?? [:]
            }
            let lines = (told["description"]?.string ?? "").split(separator: "\n")
            let sentences = lines.dropFirst().map { "<br>" + HTML.inline(String($0.drop { $0 == "-" || $0 == " " })) }
            return "<li><span class=\"status\">\(status)</span> <span>\(HTML.inline(String(lines.first ?? "")))\(sentences.joined())</span></li>"
        }.joined()
    }
}
