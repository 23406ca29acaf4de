import Core
import Testing
import TestSupport

extension System {
    /// Sources without a setting: looked at, built and answering, or refused in a sentence.
    @Suite struct AutoBuildTests {
        @Test(arguments: Shape.all)
        func `a repository that says enough is built and answers`(shape: Shape) async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, shape.files(platform))
            let app = try await App(api, platform, project: project, "auto", shape.settings(repository))
            let plan = try await api.expect(200, "GET", "apps/\(app.id)/plan")
            #expect(plan["summary"]?.string == shape.summary, "\(plan.encoded())")
            let deployment = try await app.ended(app.deploy(), as: "live")
            try await app.says("hello from \(shape.name)")
            let build = try await api.expect(200, "GET", "builds/\(deployment["build_id"]?.string ?? "")")
            #expect(build["plan"]?["summary"]?.string == plan["summary"]?.string, "what was told is what was done")
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }

        @Test(arguments: [
            (["README.md": "hello"], "Looked for: go.mod, package.json"), (["package.json": "{\"scripts\": {"], "`package.json` is not JSON"),
            (["package.json": #"{"scripts":{"build":"make"}}"#], "nothing says what runs it or which folder it leaves"),
            (["requirements.txt": "flask\n"], "shows a Python app, but nothing says what runs it"),
            (["go.mod": "module example.org/x\n", "cmd/a/main.go": "package main\n", "cmd/b/main.go": "package main\n"], "cmd/ has 2 programs: a, b"),
        ])
        func `a repository that does not is refused in a sentence`(files: [String: String], words: String) async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let app = try await App(api, platform, project: project, "auto", Shape.settings(Repository(platform, files)))
            let plan = try await api.expect(409, "GET", "apps/\(app.id)/plan")
            let failed = try await app.ended(app.deploy(), as: "failed")
            #expect(failed["failure"]?["reason"]?.string == "plan_failed", "\(failed.encoded())")
            let sentence = failed["failure"]?["message"]?.string ?? ""
            #expect(sentence.contains(words), "\(sentence)")
            #expect(plan["detail"]?.string == sentence, "\(plan.encoded())")
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }

        @Test func `what did not change is not installed again`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let files = [
                "package.json": #"{"name":"kept","version":"1.0.0","scripts":{"start":"node server.js","preview":"x"}}"#,
                "package-lock.json": #"{"name":"kept","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"kept","version":"1.0.0"}}}"#,
                ".npmrc": "audit=false\nfund=false\noffline=true\n", "server.js": Shape.server("hello one"),
            ]
            let repository = try Repository(platform, files)
            let app = try await App(api, platform, project: project, "auto", Shape.settings(repository))
            func install(_ deployment: JSONValue) async throws -> [String] {
                let lines = try await api.expect(200, "GET", "builds/\(deployment["build_id"]?.string ?? "")/logs?limit=200")["items"]?.array ?? []
                let output = lines.compactMap { $0["message"]?.string }
                let step = try #require(output.firstIndex { $0.hasPrefix("STEP ") && $0.contains("npm ci") }, "\(output)")
                return Array(output[output.index(after: step)...].prefix { !$0.hasPrefix("STEP ") })
            }
            let first = try await install(app.ended(app.deploy(), as: "live"))
            #expect(!first.contains { $0.contains("Using cache") }, "\(first)")
            _ = try repository.commit("Say more", ["server.js": Shape.server("hello two")])
            let second = try await install(app.ended(app.deploy(), as: "live"))
            #expect(second.contains { $0.contains("Using cache") } && !second.contains { $0.contains("up to date") }, "\(second)")
            try await app.says("hello two")
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }

        @Test func `a pinned plan stays until it is unpinned`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, ["app.py": Shape.python("hello app"), "other.py": Shape.python("hello other")])
            let app = try await App(api, platform, project: project, "auto", Shape.settings(repository))
            var recipe = try #require(try await api.expect(200, "GET", "apps/\(app.id)/plan")["recipe"])
            #expect(recipe["start"]?.string == "python app.py")
            recipe["start"] = "python other.py"
            let pinned = try await api.expect(200, "PATCH", "apps/\(app.id)", ["build": ["plan": recipe]])
            #expect(pinned["build"]?["plan"]?["start"]?.string == "python other.py")
            #expect(try await api.expect(200, "GET", "apps/\(app.id)/plan")["pinned"]?.bool == true)
            try await app.ended(app.deploy(), as: "live")
            try await app.says("hello other")
            recipe["version"] = "3\nRUN id"
            try await api.expect(400, "PATCH", "apps/\(app.id)", ["build": ["plan": recipe]])
            let wrong = try await api.expect(400, "PATCH", "apps/\(app.id)", ["build": ["plan": ["language": "cobol", "start": "x"]]])
            #expect(wrong["errors"]?[0]?["field"]?.string == "build.plan.language", "\(wrong.encoded())")
            try await api.expect(200, "PATCH", "apps/\(app.id)", ["build": ["plan": .null]])
            #expect(try await api.expect(200, "GET", "apps/\(app.id)/plan")["pinned"]?.bool == false)
            try await app.ended(app.deploy(), as: "live")
            try await app.says("hello app")
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }
    }
}

/// A small source of one kind, which needs nothing from the network.
struct Shape: Sendable, CustomTestStringConvertible {
    let name: String
    let summary: String
    var root = ""
    let make: @Sendable (Shape, Platform) throws -> [String: String]

    var testDescription: String { name }
    private var hello: String { "hello from \(name)" }

    func files(_ platform: Platform) throws -> [String: String] { try make(self, platform) }

    func settings(_ repository: Repository) -> JSONValue {
        var settings = Self.settings(repository)
        if !root.isEmpty { settings["source"]?["root_directory"] = .string(root) }
        return settings
    }

    static func settings(_ repository: Repository) -> JSONValue { ["source": ["repository": .string(repository.url), "auto_deploy": false]] }

    static func server(_ text: String) -> String {
        "require('http').createServer((q, a) => a.end('\(text)')).listen(process.env.PORT, () => console.log('up'))\n"
    }

    static func python(_ text: String) -> String {
        """
        import http.server, os
        class Hello(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200); self.end_headers(); self.wfile.write(b"\(text)")
        http.server.ThreadingHTTPServer(("", int(os.environ["PORT"])), Hello).serve_forever()
        """
    }

    static let all: [Shape] = [
        Shape(name: "a Dockerfile", summary: "Build Dockerfile") { shape, platform in try Samples.web(platform, page: shape.hello) },
        Shape(name: "a Procfile", summary: "Python 3.11 · python src/web.py") { shape, _ in
            ["Procfile": "worker: true\nweb: python src/web.py\n", "requirements.txt": "# none\n", "src/web.py": python(shape.hello)]
        },
        Shape(name: "npm start", summary: "Node 18 · npm start") { shape, _ in
            ["package.json": #"{"scripts":{"start":"node server.js"},"engines":{"node":">=16"}}"#, "server.js": server(shape.hello)]
        },
        Shape(name: "npm run build", summary: "Node 18 · npm run build · npm start") { shape, _ in
            ["package.json": #"{"scripts":{"build":"mkdir -p out && cp server.js out/","start":"node out/server.js"}}"#, "server.js": server(shape.hello)]
        },
        Shape(name: "a main file", summary: "Node 18 · node lib/index.js") { shape, _ in
            ["package.json": #"{"main":"lib"}"#, "lib/index.js": server(shape.hello)]
        },
        Shape(name: "a front end", summary: "Node 18 · npm install · npm run build · dist served") { shape, _ in
            [
                "package.json": #"{"scripts":{"dev":"vite","build":"vite build"},"devDependencies":{"vite":"file:./tools/vite"}}"#,
                ".npmrc": "audit=false\nfund=false\noffline=true\n", "tools/vite/package.json": #"{"name":"vite","version":"1.0.0","bin":{"vite":"vite.js"}}"#,
                "tools/vite/vite.js": "#!/usr/bin/env node\nconst f = require('fs')\nf.mkdirSync('dist')\nf.writeFileSync('dist/index.html', '\(shape.hello)')\n",
                "index.html": "the source",
            ]
        },
        Shape(name: "app.py", summary: "Python 3.11 · python app.py") { shape, _ in ["app.py": python(shape.hello)] },
        Shape(name: "pyproject.toml", summary: "Python 3.11 · python main.py") { shape, _ in
            ["pyproject.toml": "[project]\nname = 'web'\nversion = '1'\nrequires-python = '>=3.9'\ndependencies = []\n", "main.py": python(shape.hello)]
        },
        Shape(name: "index.html", summary: "Static files · the files served by httpd") { shape, _ in ["index.html": "<h1>\(shape.hello)</h1>"] },
        Shape(name: "a folder", summary: "Static files · the files served by httpd", root: "web/site") { shape, _ in
            ["web/site/index.html": shape.hello, "package.json": "{", "README.md": "two levels up"]
        },
    ]
}
