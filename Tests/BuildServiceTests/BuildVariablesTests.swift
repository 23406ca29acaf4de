import Core
import Foundation
import Messages
import Testing

@testable import BuildService

@Suite struct BuildVariablesTests {
    @Test func `other variables of builds are another build, and none are what builds were before`() {
        let bases = BaseImages([:])
        var request = BuildRequest()
        request.repository = "https://example.com/a/b"
        let plain = EnsureBuildHandler.hash(request, bases)
        (request.config, request.variables) = (7, [])
        #expect(EnsureBuildHandler.hash(request, bases) == plain, "a config is none of a build's business")
        request.fingerprint = "f1"
        let first = EnsureBuildHandler.hash(request, bases)
        request.config = 9
        #expect(EnsureBuildHandler.hash(request, bases) == first && first != plain)
        request.fingerprint = "f2"
        #expect(EnsureBuildHandler.hash(request, bases) != first)
    }

    @Test func `a request is kept with names, and one of an older replica has none`() throws {
        var request = BuildRequest()
        (request.config, request.variables, request.fingerprint) = (3, ["NPM_TOKEN"], "f")
        let json = try request.json
        #expect(try JSONDecoder().decode(BuildRequest.self, from: Data(json.encodedBytes())) == request)
        let old = try JSONDecoder().decode(BuildRequest.self, from: Data(#"{"method":"auto"}"#.utf8))
        #expect(old.config == 0 && old.variables.isEmpty && old.fingerprint.isEmpty)
    }

    @Test func `nothing that prints them shows values`() {
        let variables = BuildVariables(["TOKEN": Secret("hush-hush")])
        var dumped = ""
        dump(variables, to: &dumped)
        #expect(!"\(variables) \(String(reflecting: variables)) \(dumped)".contains("hush"))
        #expect(variables.reveal().first?.value == "hush-hush")
    }

    @Test func `every stage is marked, behind the whole of its FROM and nowhere else`() {
        let text = """
            # syntax=docker/dockerfile:1
            ARG BASE=a
            from ${BASE} \\
              # why
              AS one
            RUN echo \\
            FROM nowhere
            RUN <<EOF cat
            FROM nowhere either
            EOF
            COPY <<-"A" <<B /x/
            FROM a
            A
            FROM b
            B
            FROM b
            CMD x
            """
        let marked = DockerfileMark.marked(text, "0123456789abcdef0123")
        let lines = marked.split(separator: "\n").map(String.init)
        let mark = "LABEL slipway.variables=0123456789abcdef"
        #expect(lines.enumerated().filter { $0.element == mark }.map(\.offset) == [5, 17], "\(marked)")
        #expect(lines.filter { $0 != mark }.joined(separator: "\n") == text)
        #expect(DockerfileMark.marked("FROM a\r\nRUN b\r\n", "f") == "FROM a\r\nLABEL slipway.variables=f\nRUN b\r\n")
        #expect(DockerfileMark.marked("# escape=`\nFROM a `\n AS b\nRUN c\\\nFROM d", "f") == "# escape=`\nFROM a `\n AS b\nLABEL slipway.variables=f\nRUN c\\\nFROM d\nLABEL slipway.variables=f")
    }

    @Test(arguments: ["plain", "two\nlines\n\n", "$(touch /tmp/never) `id` \"quoted\" 'single' \\n", " spaces "])
    func `the app's own commands find them in their environment, as they are`(value: String) throws {
        var request = BuildRequest()
        (request.method, request.baseImage, request.command, request.variables) = ("command", "example.com/base:1", "printf '%s|' \"$TOKEN\" \"$UNSET\"", ["TOKEN", "UNSET"])
        let plan = try Planner(bases: BaseImages([:])).plan(request, SourceTree(root: try #require(RelativePath("")), entries: [:], contents: [:]), generatedName: "Dockerfile.x")
        let text = try #require(plan.generated)
        let runs = text.split(separator: "\n").filter { $0.hasPrefix("RUN ") }
        #expect(runs.filter { $0.contains("--mount") }.count == 1, "only the app's own step: \(text)")
        let run = try #require(runs.first { $0.contains("--mount") })
        #expect(run.hasPrefix("RUN --mount=type=secret,id=TOKEN,mode=0444 --mount=type=secret,id=UNSET,mode=0444 [\"/bin/sh\", \"-c\", "))
        #expect(plan.decisions.last == Decision("variables", Finding("TOKEN, UNSET", because: "settings")))
        // The step itself, on files of this test.
        let folder = NSTemporaryDirectory() + "variables-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try value.write(toFile: folder + "/TOKEN", atomically: true, encoding: .utf8)
        let words = try #require(try JSONValue(parsing: String(run[run.firstIndex(of: "[")!...])).array?.compactMap(\.string))
        let shell = Process(), output = Pipe()
        shell.executableURL = URL(fileURLWithPath: words[0])
        shell.arguments = [words[1], words[2].replacing(BuildVariables.folder, with: folder)]
        shell.standardOutput = output
        try shell.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        shell.waitUntilExit()
        #expect(said == "\(value)||")
    }

    @Test func `files come before what is in a tar already`() throws {
        let folder = NSTemporaryDirectory() + "tar-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (inner, outer) = (folder + "/a.tar", folder + "/b.tar")
        let old = TarEntry.file("old", Array("o".utf8)) + [UInt8](repeating: 0, count: 1024)
        try Data(old).write(to: URL(fileURLWithPath: inner))
        let contents = Array(repeating: UInt8(ascii: "x"), count: 700)
        try TarEntry.prepend([TarEntry.file("one", contents), TarEntry.file("two", [])], to: inner, as: outer)
        #expect(try FileManager.default.attributesOfItem(atPath: outer)[.posixPermissions] as? Int == 0o600)
        var reader = TarReader()
        let pieces = try reader.feed(Array(try Data(contentsOf: URL(fileURLWithPath: outer))))
        try reader.finish()
        let names = pieces.compactMap { piece in if case .entry(let entry) = piece { "\(entry.path) \(String(entry.mode, radix: 8)) \(entry.kind)" } else { nil } }
        #expect(names == ["one 400 file(size: 700)", "two 400 file(size: 0)", "old 400 file(size: 1)"])
        #expect(pieces.contains(.contents(contents)))
    }
}
