import Core
import Crypto
import HTTPTypes

/// The document for people: one page of HTML that needs nothing else, made from the very document that programs read.
struct ReferencePage {
    private let document: JSONValue
    private let server: String

    /// The page's bytes and the policy that lets its own style in and nothing else.
    static func page(of document: JSONValue, order routes: [Route]) -> (bytes: [UInt8], policy: String) {
        let page = ReferencePage(document: document, server: document["servers"]?[0]?["url"]?.string ?? "")
        let style = ReferenceStyle.css
        // A policy names a hash in plain Base64, 32 bytes and so one sign of padding.
        let hash = Base64URL.encode(Array(SHA256.hash(data: Array(style.utf8)))).replacing("-", with: "+").replacing("_", with: "/") + "="
        let policy = "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        return (Array(page.html(routes, style).utf8), policy)
    }

    private func html(_ routes: [Route], _ style: String) -> String {
        var groups: [(tag: Tag, routes: [Route])] = []
        for route in routes {
            guard let tag = route.tag else { continue }
            if let place = groups.firstIndex(where: { $0.tag == tag }) {
                groups[place].routes.append(route)
            } else {
                groups.append((tag, [route]))
            }
        }
        let schemas = (document["components"]?["schemas"]?.object ?? [:]).sorted { $0.key < $1.key }
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Slipway API</title>
            <style>\(style)</style>
            </head>
            <body>
            <nav>
            <p class="brand"><a href="#top">Slipway API</a></p>
            \(groups.map { navigation($0.tag, $0.routes) }.joined(separator: "\n"))
            <p class="group"><a href="#schemas">Schemas</a></p>
            </nav>
            <main id="top">
            <h1>Slipway API</h1>
            \(HTML.prose(document["info"]?["description"]?.string ?? ""))
            <p>All of it for programs: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
            <pre><code>\(HTML.escaped(begin))</code></pre>
            \(groups.map { section($0.tag, $0.routes) }.joined(separator: "\n"))
            <section>
            <h2 id="schemas">Schemas</h2>
            \(schemas.map { schema($0.key, $0.value) }.joined(separator: "\n"))
            </section>
            </main>
            </body>
            </html>

            """
    }

    /// How to get a token, before anything else.
    private var begin: String {
        """
        curl \(server)/api/v1/auth/login -H 'Content-Type: application/json' \\
          -d '{"email": "ada@example.org", "password": "correct horse battery"}'
        curl \(server)/api/v1/auth/me -H "Authorization: Bearer $TOKEN"
        """
    }

    private func navigation(_ tag: Tag, _ routes: [Route]) -> String {
        let links = routes.map { route in
            "<li><a href=\"#\(route.name)\"><span class=\"m \(route.method.rawValue.lowercased())\">\(route.method.rawValue)</span> "
                + "\(HTML.escaped(HTML.short(route.path)))</a></li>"
        }
        return "<details open><summary>\(HTML.escaped(tag.name))</summary><ul>\(links.joined())</ul></details>"
    }

    private func section(_ tag: Tag, _ routes: [Route]) -> String {
        """
        <section>
        <h2 id="tag-\(tag.name.lowercased())">\(HTML.escaped(tag.name))</h2>
        <p>\(HTML.escaped(tag.about))</p>
        \(routes.map { ReferenceOperation(route: $0, document: document, server: server).html }.joined(separator: "\n"))
        </section>
        """
    }

    private func schema(_ name: String, _ schema: JSONValue) -> String {
        """
        <article id="schema-\(name)">
        <h3><a href="#schema-\(name)">\(name)</a></h3>
        <p>\(HTML.inline(schema["description"]?.string ?? ""))</p>
        \(ReferenceTable.members(of: schema, isInput: false))
        </article>
        """
    }
}
