import Core
import Testing

@testable import ContainerEngine

@Suite struct ParserTests {
    private let stream: [UInt8] =
        [1, 0, 0, 0, 0, 0, 0, 25] + Array("2026-11-21T10:42:43Z out\n".utf8) + [2, 0, 0, 0, 0, 0, 0, 24]
        + Array("2026-11-21T10:42:43Z err".utf8) + [1, 0, 0, 0, 0, 0, 0, 0]

    @Test func `frames are the same wherever the pieces end`() throws {
        var whole = LogDemultiplexer()
        let expected = try whole.feed(stream) + whole.finish()
        #expect(expected.map { String(decoding: $0.message, as: UTF8.self) } == ["out", "err"])
        #expect(expected.map(\.endsLine) == [true, false])
        #expect(expected.map(\.stream) == [.stdout, .stderr])
        #expect(expected[0].time.rfc3339 == "2026-11-21T10:42:43.000Z")
        for first in 0...stream.count {
            for second in first...stream.count {
                var parser = LogDemultiplexer()
                let pieces = [stream[..<first], stream[first..<second], stream[second...]]
                let records = try pieces.flatMap { try parser.feed(Array($0)) } + parser.finish()
                #expect(records.map(\.message) == expected.map(\.message))
            }
        }
    }

    @Test func `a line that was cut is one line, with the time of its last piece`() throws {
        func frame(_ stream: UInt8, _ text: String) -> [UInt8] { [stream, 0, 0, 0, 0, 0, 0, UInt8(text.utf8.count)] + Array(text.utf8) }
        var parser = LogDemultiplexer()
        let records = try parser.feed(
            frame(1, "2026-11-21T10:42:43Z one ") + frame(2, "2026-11-21T10:42:43Z other\n") + frame(1, "2026-11-21T10:42:44Z line\n"))
        #expect(records.map { String(decoding: $0.message, as: UTF8.self) } == ["other", "one line"])
        #expect(records.last?.time.rfc3339 == "2026-11-21T10:42:44.000Z")
        #expect(try parser.finish().isEmpty)
    }

    @Test func `the engine's file is the same in pieces of any size`() throws {
        let text = """
            2026-11-21T10:45:31.986086866+00:00 stdout F tick  two spaces
            2026-11-21T10:45:31.986087866+00:00 stderr F
            2026-11-21T10:45:31.986088000+00:00 stderr F 
            2026-11-21T10:45:32.000000001+00:00 stdout P one 
            not a line of the format
            2026-11-21T10:45:32.100000000+00:00 stdout F line
            2026-11-21T10:45:33.100000000+00:00 stdout P rest
            2026-11-21T10:45:33.2000000
            """
        let bytes = Array(text.utf8)
        for size in 1...bytes.count {
            var parser = LogFileLines()
            var records: [LogRecord] = []
            for start in stride(from: 0, to: bytes.count, by: size) { records += parser.feed(bytes[start...].prefix(size)) }
            records += parser.finish()
            #expect(records.map { String(decoding: $0.message, as: UTF8.self) } == ["tick  two spaces", "", "one line", "rest"])
            #expect(records.map(\.stream) == [.stdout, .stderr, .stdout, .stdout])
            #expect(records.map(\.endsLine) == [true, true, true, false])
            #expect(records[0].time.microseconds % 1_000_000 == 986_086)
        }
    }

    @Test func `what is no frame, or half of one, is refused`() throws {
        var garbage = LogDemultiplexer()
        #expect(throws: EngineError.self) { try garbage.feed(Array("HTTP/1.1 200".utf8)) }
        var half = LogDemultiplexer()
        #expect(try half.feed(Array(stream.prefix(20))).isEmpty)
        #expect(throws: EngineError.self) { try half.finish() }
    }

    @Test(arguments: [1, 2, 7, 64, 4096]) func `a build's lines are the same in pieces of any size`(size: Int) throws {
        let text = """
            {"stream":"STEP 1/2: FROM scratch\\n"}
            {"stream":"c64ea5498bd422131f54f9a53b4f22a84563e62e2da46d7e4a3f0f46fa8fe5a6\\n"}

            """
        var events = BuildEvents()
        var seen: [BuildEvent] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) { seen += try events.feed(Array(bytes[start...].prefix(size))) }
        seen += try events.finish()
        let id = "sha256:c64ea5498bd422131f54f9a53b4f22a84563e62e2da46d7e4a3f0f46fa8fe5a6"
        #expect(seen == [.output("STEP 1/2: FROM scratch\n"), .image(id)])
    }

    @Test func `a build that breaks off is no success`() throws {
        var events = BuildEvents()
        #expect(try events.feed(Array("{\"stream\":\"STEP 1\\n\"}\n".utf8)) == [.output("STEP 1\n")])
        #expect(throws: EngineError.self) { try events.finish() }
        var failed = BuildEvents()
        let refusal = "{\"errorDetail\":{\"message\":\"no\\n\"},\"error\":\"no\\n\"}\n"
        #expect(try failed.feed(Array(refusal.utf8)) == [.failed("no")])
        #expect(try failed.finish() == [])
    }

    @Test(arguments: [
        ("127.0.0.1:5000/a/b:v1", "127.0.0.1:5000", "a/b", "v1", nil),
        ("localhost/box", "localhost", "box", nil, nil),
        ("library/node:20", nil, "library/node", "20", nil),
        ("node", nil, "node", nil, nil),
        ("r.example.org/x@sha256:ab", "r.example.org", "x", nil, "sha256:ab"),
    ] as [(String, String?, String, String?, String?)])
    func `an image's name has parts`(text: String, registry: String?, repository: String, tag: String?, digest: String?) {
        let reference = ImageReference(text)
        #expect(reference.registry == registry)
        #expect(reference.repository == repository)
        #expect(reference.tag == tag)
        #expect(reference.digest == digest)
    }

    @Test(arguments: [
        ("node:20", "docker.io/library/node:20"), ("4f", "docker.io/library/4f"), ("acme/shop@sha256:ab", "docker.io/acme/shop@sha256:ab"),
        ("r.test/x:1@sha256:ab", "r.test/x:1@sha256:ab"), ("127.0.0.1:5000/a/b", "127.0.0.1:5000/a/b"),
    ])
    func `a short name is Docker Hub's, and never the beginning of an id`(text: String, whole: String) {
        #expect(ImageReference(text).qualified == whole)
    }

    @Test(arguments: [("r.test", "r.test:443/p/a", "p/a"), ("r.test:443", "r.test/p/a", "p/a"), ("r.test", "r.test:5000/p/a", nil), ("r.test", "r.test/p/../q/a", nil)] as [(String, String, String?)])
    func `a registry has one name with its usual port and without, and no way around`(host: String, reference: String, name: String?) {
        #expect(ImageReference(reference).name(in: RegistryPlace(host: host)) == name)
    }

    @Test(arguments: [
        ("127.0.0.1:15000/a/b", true), ("localhost:15000/a/b:1", true), ("LOCALHOST:15000/a", true), ("127.1.2.3:15000/a", true),
        ("localhost:15001/a", false), ("localhost/a", false), ("docker.io/library/nginx", false), ("nginx:15000", false),
    ])
    func `this machine's registry is known under its other names`(reference: String, isOurs: Bool) {
        #expect(ImageReference(reference).lies(in: RegistryPlace(host: "127.0.0.1:15000")) == isOurs)
    }

    @Test(arguments: [
        ("ghcr.io/acme/slipway/prj/app:1", "prj/app"), ("GHCR.io/ACME/slipway/prj@sha256:ab", "prj"), ("ghcr.io/acme/slipway", nil),
        ("ghcr.io/acme/slipways/app", nil), ("ghcr.io/other/prj/app", nil), ("docker.io/acme/slipway/app", nil), ("acme/slipway/app", nil),
    ] as [(String, String?)])
    func `of a registry that others are in as well, what lies below our path is ours`(reference: String, name: String?) {
        #expect(ImageReference(reference).name(in: RegistryPlace(host: "ghcr.io", path: "acme/slipway")) == name)
    }
}
