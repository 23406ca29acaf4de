import Core
import Testing

@testable import BuildService

@Suite struct PlannerTests {
    func plan(_ files: [String: String], links: [String] = [], _ change: (inout BuildRequest) -> Void = { _ in }) throws -> BuildPlan {
        try Sources.plan(files, links: links, bases: BaseImages(["static": "busybox", "node": "node:22", "python": "python:3", "shell": "debian:12"]), change)
    }

    func sentence(_ body: () throws -> BuildPlan) -> String {
        do {
            _ = try body()
            return ""
        } catch { return (error as? BuildFailure)?.message ?? "\(error)" }
    }

    @Test func `a Dockerfile wins over everything and stays as it is`() throws {
        let plan = try plan(["Dockerfile": "FROM x", "index.html": "", "Procfile": "web: ./serve --port $PORT\n"])
        #expect(plan.method == "dockerfile" && plan.dockerfile == "Dockerfile" && plan.generated == nil)
        #expect(plan.startCommand == "./serve --port $PORT")
    }

    @Test func `an index page is served by httpd`() throws {
        let plan = try plan(["index.html": "<h1>"])
        let text = try #require(plan.generated)
        #expect(plan.method == "static" && plan.dockerfile == "Dockerfile.slipway-1")
        #expect(text.hasPrefix("FROM busybox\n") && text.contains("httpd -f -p") && text.contains("rm -f ./Dockerfile.slipway-1"))
    }

    @Test func `nothing recognised names what was looked for`() {
        #expect(sentence { try plan(["main.c": ""]) } == "No Dockerfile in `/`, and nothing here says what runs it. Looked for: go.mod, package.json, requirements.txt, pyproject.toml, Pipfile, app.py, main.py, Gemfile, Procfile, index.html. Set the folder with `--root`, or a start command.")
    }

    @Test func `a command can't begin an instruction of its own`() throws {
        let plan = try plan(["a": ""]) { request in
            request.method = "command"
            request.baseImage = "node"
            request.command = "npm ci\nFROM evil\nRUN \"id\""
        }
        let lines = try #require(plan.generated).split(separator: "\n")
        #expect(lines.first == "FROM node:22")
        #expect(lines.filter { $0.hasPrefix("FROM") }.count == 1)
        #expect(lines.allSatisfy { line in ["FROM ", "RUN [", "COPY [", "WORKDIR ", "CMD ["].contains { line.hasPrefix($0) } })
    }

    @Test func `a base image can't carry another line or an option`() {
        for name in ["a\nRUN id", "--platform=x", "a b", "a//b", "$(id)", "ä"] {
            #expect(sentence { try plan(["a": ""]) { $0.method = "command"; $0.baseImage = name } }.contains("is no image reference"))
        }
    }

    @Test func `a command with an output directory serves what it made`() throws {
        let plan = try plan(["package.json": "{}"]) { request in
            request.method = "static"
            request.baseImage = "node"
            request.command = "npm run build"
            request.outputDirectory = "dist"
        }
        let text = try #require(plan.generated)
        #expect(text.contains("FROM node:22 AS build") && text.contains("COPY --from=build [\"/app/dist/\", \"./\"]") && text.contains("FROM busybox"))
    }

    @Test func `a linked or missing Dockerfile and a wrong output directory are told`() {
        #expect(sentence { try plan([:], links: ["Dockerfile"]) { $0.method = "dockerfile" } }.contains("symbolic link"))
        #expect(sentence { try plan([:]) { $0.method = "dockerfile"; $0.dockerfile = "docker/app" } }.contains("There is no `docker/app`"))
        #expect(sentence { try plan([:]) { $0.method = "dockerfile"; $0.dockerfile = "../x" } }.contains("must lie in the repository"))
        #expect(sentence { try plan(["a": ""]) { $0.method = "static"; $0.outputDirectory = "../../etc" } }.contains("must lie in the repository"))
        #expect(sentence { try plan(["a": ""]) { $0.method = "static"; $0.outputDirectory = "dist" } }.contains("There is no folder `dist`"))
        #expect(sentence { try plan([:]) { $0.method = "buildpack" } }.contains("Buildpacks are not built yet"))
    }

    @Test func `steps are read from both engines' output`() {
        var progress = StepProgress()
        let podman = progress.read("STEP 3/9: RUN npm ci")
        #expect(podman && progress == StepProgress(done: 2, total: 9, instruction: "RUN npm ci"))
        let docker = progress.read("Step 4/9 : COPY . .")
        #expect(docker && progress.done == 3 && progress.instruction == "COPY . .")
        let others = ["STEP 0/9: x", "STEP 9/3: x", "STEP", "steps 1/2: x", "STEP 1: x", "--> abc"].map { progress.read($0) }
        #expect(others.allSatisfy { !$0 })
    }

    @Test func `a failed step says what exited with what, and its last lines`() {
        let progress = StepProgress(done: 4, total: 6, instruction: #"RUN ["/bin/sh", "-c", "umask 0002\nnpm run build"]"#)
        let failure = BuildOutput.failure(
            "building at STEP \"RUN\": while running runtime: exit status 3", at: progress, commands: [(.install, "npm ci"), (.build, "npm run build")], tail: ["STEP 5/6: RUN x", "no such module"])
        #expect(failure.message == "The build command `npm run build` exited with 3; its last lines: no such module")
        #expect(failure.reason == .buildFailed)
        let other = BuildOutput.failure("The command '/bin/sh -c x' returned a non-zero code: 7", at: StepProgress(instruction: "RUN x"), commands: [], tail: [])
        #expect(other.message == "The step `RUN x` exited with 7.")
    }

    @Test func `git's listing of a tree is read with its odd names`() {
        let listing = "100644 blob aa 5\tindex.html\0120000 blob bb 9\tlink\0100755 blob cc 1\ta b\tc\nd\0160000 commit dd -\tmodule\0"
        let entries = SourceTree.parse(Array(listing.utf8))
        #expect(entries["index.html"] == .init(isFile: true, size: 5, object: "aa"))
        #expect(entries["link"]?.isFile == false && entries["module"]?.isFile == false && entries["a b\tc\nd"]?.isFile == true)
    }

    @Test func `what makes two builds the same leaves out who asks`() {
        var request = BuildRequest()
        request.repository = "https://github.com/a/b"
        let bases = BaseImages()
        let hash = EnsureBuildHandler.hash(request, bases)
        request.deploymentID = "x"
        request.appName = "y"
        #expect(EnsureBuildHandler.hash(request, bases) == hash)
        request.rootDirectory = "web"
        #expect(EnsureBuildHandler.hash(request, bases) != hash)
    }
}
