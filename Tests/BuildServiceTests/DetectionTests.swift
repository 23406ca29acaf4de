import Core
import Testing

@testable import BuildService

@Suite struct DetectionTests {
    @Test func `Go is built on one image and runs on another`() throws {
        let plan = try Sources.plan(["go.mod": "module example.org/shop\n\ngo 1.22.3\n", "go.sum": "", "main.go": "// A shop.\npackage main\n"])
        #expect(plan.summary == "Go 1.22.3 · go mod download · go build -o bin/app . · bin/app")
        let lines = try Sources.lines(plan)
        #expect(lines.first == "FROM golang:1.22.3 AS build" && lines.contains("FROM busybox") && lines.contains(#"COPY --from=build ["/app/", "./"]"#))
        let download = try #require(lines.firstIndex { $0.contains("go mod download") }), source = try #require(lines.firstIndex(of: #"COPY [".", "./"]"#))
        #expect(download < source)
        #expect(try Sources.plan(["go.mod": "module x\n\ngo 1.21\ntoolchain go1.23.1\n", "main.go": "package main"]).recipe?.version == "1.23.1")
    }

    @Test func `programs below cmd are built, and the usual one starts`() throws {
        let files = ["go.mod": "module example.org/shop\n", "cmd/worker/main.go": "package main\n", "shop.go": "package shop\n"]
        #expect(try Sources.plan(files).startCommand == "bin/worker")
        let two = try Sources.plan(files.merging(["cmd/shop/main.go": "package main"]) { $1 })
        #expect(two.startCommand == "bin/shop" && two.isGuess("start") && two.recipe?.build == ["go build -o bin/ ./cmd/..."])
        #expect(Sources.refusal(files.merging(["cmd/other/main.go": "package main"]) { $1 }) == "cmd/ has 2 programs: other, worker. Say which one serves, with a start command such as `bin/other`.")
        #expect(Sources.refusal(["go.mod": "module x", "x.go": "package x"]).contains("neither its root nor cmd/ has a package main"))
    }

    @Test func `Ruby installs by its Gemfile and is started by Rack, Rails or its file`() throws {
        let rack = try Sources.plan(["Gemfile": "source 'https://gems.example.org'\nruby '3.2.2'\ngem 'puma'\n", "Gemfile.lock": "", "config.ru": ""])
        #expect(rack.summary == "Ruby 3.2.2 · bundle install · bundle exec puma -b tcp://0.0.0.0:$PORT" && rack.isGuess("start"))
        #expect(rack.recipe?.dependencies == ["Gemfile", "Gemfile.lock"])
        #expect(try Sources.plan(["Gemfile": "ruby \"~> 3.1\"", "bin/rails": "", "config.ru": ""]).startCommand.hasPrefix("bundle exec rails server"))
        #expect(try Sources.lines(Sources.plan(["Gemfile": "", "app.rb": "", ".ruby-version": "ruby-3.3\n"])).first == "FROM ruby:3.3")
    }

    @Test func `a Procfile starts whatever language is there, and a shell where none is`() throws {
        let both = ["package.json": #"{"scripts":{"start":"node ."}}"#, "requirements.txt": "gunicorn", "Procfile": "worker: x\nweb: gunicorn shop:app\n"]
        let plan = try Sources.plan(both)
        #expect(plan.method == "python" && plan.startCommand == "gunicorn shop:app" && plan.because("start") == "Procfile")
        let shell = try Sources.plan(["Procfile": "web: ./run.sh\n", "run.sh": ""])
        #expect(shell.method == "shell" && shell.startCommand == "./run.sh" && shell.summary == "Shell · ./run.sh")
        #expect(try Sources.lines(shell).first == "FROM debian:12")
    }

    @Test func `a start command in the settings makes a plan where nothing else does`() throws {
        let plan = try Sources.plan(["run.pl": ""]) { $0.startCommand = "perl run.pl" }
        #expect(plan.method == "shell" && plan.summary == "Shell · perl run.pl" && plan.recipe?.start == "")
        let node = try Sources.plan(["package.json": "{}", "web.js": ""]) { $0.startCommand = "node web.js" }
        #expect(node.method == "node" && node.because("start") == "settings" && node.recipe?.start == "")
    }

    @Test func `what runs wins over what is served`() throws {
        let front = #"{"scripts":{"build":"vite build"},"devDependencies":{"vite":"5"}}"#
        #expect(try Sources.plan(["package.json": front, "manage.py": "", "site/wsgi.py": "", "requirements.txt": "gunicorn"]).method == "python")
        #expect(try Sources.plan(["package.json": "{}", "index.html": ""]).method == "static")
        #expect(try Sources.plan(["public/index.html": ""]).isGuess("output"))
    }

    @Test func `a build command and an output folder of the settings take the place of what was found`() throws {
        let plan = try Sources.plan(["package.json": #"{"scripts":{"build":"x","start":"y"}}"#, "package-lock.json": "{}"]) { request in
            request.command = "npm run site"
            request.outputDirectory = "www"
        }
        #expect(plan.recipe?.build == ["npm run site"] && plan.recipe?.output == "www" && plan.startCommand == "")
        #expect(Sources.refusal(["package.json": "{}"]) { $0.outputDirectory = "../../etc" }.contains("must lie in the repository"))
        #expect(Sources.refusal(["package.json": "{}"]) { $0.outputDirectory = "$HOME" }.contains("must lie in the repository"))
    }

    @Test func `a pinned plan is used instead of looking`() throws {
        let files = ["package.json": #"{"scripts":{"start":"node new"}}"#, "package-lock.json": "{}"]
        let recipe = try #require(try Sources.plan(files).recipe)
        let pinned = recipe.json.encoded()
        #expect(try Recipe(pinned: pinned) == recipe)
        var old = recipe
        old.start = "node old"
        let text = old.json.encoded()
        let plan = try Sources.plan(files.merging(["Procfile": "web: other"]) { $1 }) { $0.plan = text }
        #expect(plan.isPinned && plan.startCommand == "node old" && plan.because == "pinned")
        #expect(try Sources.plan(["index.html": ""]) { $0.plan = #"{"language":"shell","start":"./x"}"# }.method == "shell")
        let own = try Sources.plan(files.merging(["Dockerfile": "FROM x"]) { $1 }) { $0.plan = text }
        #expect(own.method == "dockerfile" && own.generated == nil && own.notes.count == 1)
        let gone = Sources.refusal(["index.html": ""]) { $0.plan = #"{"language":"node","start":"x","install":["npm ci"],"dependencies":["yarn.lock"]}"# }
        #expect(gone.contains("`yarn.lock`, which is not in") && gone.contains("--unpin"))
    }

    @Test(arguments: [
        (#"{"language":"cobol","start":"x"}"#, "language"), (#"{"language":"node"}"#, "start"), (#"{"language":"node","start":"x","version":"22\nRUN id"}"#, "version"),
        (#"{"language":"node","start":"x","dependencies":["$(id)"]}"#, "dependencies"), (#"{"language":"node","start":"x","dependencies":["../x"]}"#, "dependencies"),
        (#"{"language":"node","start":"x","dependencies":["a\"]\nFROM evil"]}"#, "dependencies"), (#"{"language":"node","start":"x","install":["a\u0000b"]}"#, "install"),
        (#"{"language":"node","start":"x","colour":"red"}"#, "colour"), (#"{"language":"node","start":7}"#, "start"), (#"{"language":"static","output_directory":"../x"}"#, "output_directory"),
        (#"{"language":"node","start":"x","build":"make"}"#, "build"),
    ])
    func `a wrong plan is refused with its field`(text: String, field: String) {
        do {
            _ = try Recipe(pinned: text)
            Issue.record("it was taken")
        } catch { #expect(error.fields.contains { $0.field == "build.plan.\(field)" }, "\(error.fields)") }
    }

    @Test func `nothing that a source says begins an instruction`() throws {
        let evil = "x\nFROM evil\nRUN id \\\n\"'`$(id)"
        let json = JSONValue.object(["scripts": ["start": .string(evil), "build": .string(evil)], "main": .string(evil), "packageManager": .string(evil)]).encoded()
        let plans = [
            try Sources.plan(["package.json": json]), try Sources.plan(["Procfile": "web: echo \"]\\\r\nFROM evil\n"]),
            try Sources.plan(["requirements.txt": evil, "main.py": ""]),
            try Sources.plan(["x": ""]) { $0.plan = JSONValue.object(["language": "shell", "start": .string(evil), "build": [.string(evil)], "install": [.string(evil)]]).encoded() },
        ]
        for plan in plans {
            #expect(try Sources.lines(plan).allSatisfy { line in ["FROM ", "RUN [\"", "COPY [\"", "ENV ", "WORKDIR ", "CMD [\""].contains { line.hasPrefix($0) } })
            #expect(try Sources.lines(plan).filter { $0.hasPrefix("FROM") }.count == 1)
            for line in try Sources.lines(plan) where line.hasPrefix("RUN ") || line.hasPrefix("CMD ") {
                #expect(try JSONValue(parsing: String(line.dropFirst(4))).array?.count == 3)
            }
        }
    }

    @Test func `the plan is told as JSON, with who decided what`() throws {
        let json = try Sources.plan(["package.json": NodePlanTests.server, "package-lock.json": "{}"]).json
        #expect(json["summary"]?.string == "Node 22 · npm ci · npm run build · npm start" && json["pinned"]?.bool == false)
        #expect(json["decisions"]?.array?.contains(["what": "build", "value": "npm run build", "because": "`scripts.build` in package.json", "guess": false]) == true)
        #expect(json["recipe"]?["start"]?.string == "npm start" && json["start_command"]?.string == "npm start")
    }

    @Test func `TOML is read as project files are written`() throws {
        let text = """
            # a project
            [project]
            name = 'shop' # its name
            "quoted key" = "a\\tb\\u0041"
            list = ["a", # one
              'b',
            ]
            long = \"\"\"
            two
            lines\"\"\"
            when = 1979-05-27T07:32:00Z
            [tool.poetry]
            group.dev.dependencies = { black = "*", flask = { version = "3", extras = ["async"] } }
            [[tool.source]]
            name = "one"
            [[tool.source]]
            name = "two"
            """
        let json = try TOMLReader.read(text)
        #expect(json["project"]?["name"]?.string == "shop" && json["project"]?["quoted key"]?.string == "a\tbA")
        #expect(json["project"]?["list"] == ["a", "b"] && json["project"]?["long"]?.string == "two\nlines")
        #expect(json["tool"]?["poetry"]?["group"]?["dev"]?["dependencies"]?["flask"]?["extras"] == ["async"])
        #expect(json["tool"]?["source"]?.array?.count == 2)
        for wrong in ["a", "a =", "= 1", "a = 1 b", "a = 1\na = 2", "[a]\nb=1\n[a.b]\n", "a = \"x", "a = {b = 1", "a = \"\\q\""] {
            #expect(throws: TOMLReader.Mistake.self) { try TOMLReader.read(wrong) }
        }
    }

    @Test func `patterns mean one folder, and earlier ones count more`() throws {
        #expect(SourceTree.matches("cmd/web/main.go", "cmd/*/main.go") && !SourceTree.matches("cmd/a/b/main.go", "cmd/*/main.go"))
        #expect(SourceTree.matches("vite.config.ts", "vite.config.*") && !SourceTree.matches("vite.config.", "vite.config.x*"))
        let many = Dictionary(uniqueKeysWithValues: (0..<300).map { ("f\($0).go", "package x") } + [("main.go", "package main"), ("go.mod", "module x")])
        #expect(try Sources.tree(many).contents.count == SourceTree.mostRead)
        #expect(try Sources.plan(many).startCommand == "bin/app")
    }

    @Test func `a base image's tag tells its version`() {
        #expect(BaseImages.version(of: "docker.io/library/node:22-slim") == "22")
        #expect(BaseImages.version(of: "127.0.0.1:15000/slipway/base-node:18.19.0-2f3a") == "18.19.0")
        #expect(BaseImages.version(of: "127.0.0.1:15000/slipway/base-node:d044581a3785") == nil)
        #expect(BaseImages.version(of: "127.0.0.1:15000/slipway/base-node") == nil && BaseImages.version(of: "node@sha256:00") == nil)
    }
}
