import ContainerEngine
import Core
import Foundation
import HTTPClient
import Testing
import TestSupport

/// One after the other: Podman loses one of two names that are given to and taken from one image at the same moment.
@Suite(.serialized, .enabled(if: Engine.isHere, "needs root, podman, docker-registry and busybox-static"))
struct BuildTests {
    private func build(
        _ dockerfile: String, memory: Int64? = nil, args: [String: String] = [:], labels: [String: String] = [:],
        pull: Bool = false, network: BuildNetwork = .isolated, noCache: Bool = false
    ) async throws -> (tag: String, output: String, end: BuildEvent?) {
        let tag = "localhost/t:\(UUID().uuidString.prefix(8).lowercased())"
        _ = try await Engine.shared.start()
        let context = try Engine.shared.context(["Dockerfile.x": dockerfile])
        let events = try await Engine.shared.client.build(
            context: context, dockerfile: "Dockerfile.x", tag: tag, buildArgs: args, labels: labels, memory: memory, pull: pull,
            network: network, noCache: noCache
        ).all()
        let output = events.compactMap { if case .output(let text) = $0 { text } else { nil } }.joined()
        return (tag, output, events.last)
    }

    @Test func `a build tells what it does, and makes the image it was asked for`() async throws {
        let (tag, output, end) = try await build(
            "FROM localhost/box:1\nARG WHO\nRUN echo \"hello $WHO\"\nEXPOSE 8080 9000/udp 443\nUSER 1000\nCMD [\"httpd\", \"-f\"]\n",
            args: ["WHO": "you & me"], labels: ["slipway.test": "image"])
        guard case .image(let id) = end else {
            Issue.record("no image: \(output) \(String(describing: end))")
            return
        }
        #expect(output.contains("hello you & me\n"))
        let engine = Engine.shared.client
        let details = try await engine.inspectImage(tag)
        #expect(details.id == id)
        #expect(details.exposedPorts == [443, 8080])
        #expect(details.user == "1000")
        #expect(details.cmd == ["httpd", "-f"])
        #expect(details.labels["slipway.test"] == "image")
        #expect(details.size > 1_000_000)
        #expect(try await engine.listImages(label: "slipway.test=image").map(\.id) == [id])
        try await engine.removeImage(tag)
        try await engine.removeImage(tag)
        let gone = await #expect(throws: EngineError.self) { try await engine.inspectImage(tag) }
        #expect(gone?.isNotFound == true)
    }

    @Test func `what the engine has is there for a build, unless the registries are asked`() async throws {
        let registry = try await Engine.shared.start()
        let engine = Engine.shared.client
        let id = try await engine.inspectImage("localhost/box:1").id.replacing("sha256:", with: "").prefix(12)
        let stored = "\(registry)/acme/\(UUID().uuidString.prefix(8).lowercased()):1"
        try await engine.tag("localhost/box:1", as: stored)
        _ = try await engine.push(stored)
        for name in [String(id), "localhost/box:1", stored] {
            for dockerfile in ["FROM \(name)\n", "FROM \(stored)\nCOPY --from=\(name) /bin/busybox /copy\n"] {
                guard case .image = try await build(dockerfile).end else {
                    Issue.record("not even what is here: \(dockerfile)")
                    continue
                }
                let asked = try await build(dockerfile, pull: true).end
                if case .image = asked { #expect(name == stored, "\(dockerfile)") } else { #expect(name != stored, "\(dockerfile): \(String(describing: asked))") }
            }
        }
        try await engine.removeImage(stored)
    }

    @Test func `a step that fails is told with its output before`() async throws {
        let (_, output, end) = try await build("FROM localhost/box:1\nRUN echo before; exit 7\n")
        #expect(output.contains("before"))
        guard case .failed(let message) = end else {
            Issue.record("it did not fail: \(String(describing: end))")
            return
        }
        #expect(message.contains("exit status 7"))
        let (_, _, missing) = try await build("FROM localhost/none:1\n")
        guard case .failed(let sentence) = missing else {
            Issue.record("it did not fail: \(String(describing: missing))")
            return
        }
        #expect(sentence.contains("localhost/none:1"))
    }

    @Test func `a step gets no more memory than allowed`() async throws {
        let (_, output, _) = try await build(
            "FROM localhost/box:1\nRUN dd if=/dev/zero of=/dev/null bs=300M count=1; echo code=$?\n", memory: 64 << 20)
        #expect(output.contains("code=137"))
    }

    @Test func `a step cannot reach this machine's loopback`() async throws {
        let registry = try await Engine.shared.start()
        let port = registry.split(separator: ":").last!
        let step = """
            FROM localhost/box:1
            RUN for host in 127.0.0.1 10.0.2.2; do printf 'GET /v2/ HTTP/1.0\\r\\n\\r\\n' | timeout 3 nc $host \(port) | head -1; done; echo done

            """
        // Without the cache: a step that is not run says nothing.
        let isolated = try await build(step, noCache: true)
        #expect(isolated.output.contains("done\n"))
        #expect(!isolated.output.contains("200 OK"))
        // The same question, where the answer must be there: otherwise the test above proves nothing.
        #expect(try await build(step, network: .host, noCache: true).output.contains("200 OK"))
        #expect(try await !build(step, network: .none, noCache: true).output.contains("200 OK"))
    }

    @Test func `leaving a build ends it`() async throws {
        let tag = "localhost/t:left"
        _ = try await Engine.shared.start()
        let context = try Engine.shared.context(["Dockerfile": "FROM localhost/box:1\nRUN echo begun; exec sleep 7654\n"])
        let engine = Engine.shared.client
        let build = Task {
            var output = ""
            for try await event in try await engine.build(context: context, dockerfile: "Dockerfile", tag: tag) {
                if case .output(let text) = event { output += text }
                if output.contains("begun\n") { break }
            }
            return output
        }
        #expect(try await build.value.contains("begun"))
        try await eventually("the step's process is gone", within: .seconds(20)) { system("pgrep -f '^sleep 7654' >/dev/null") != 0 }
        await #expect(throws: EngineError.self) { try await engine.inspectImage(tag) }
    }

    @Test func `what is pushed is in the registry under the digest that was told`() async throws {
        let registry = try await Engine.shared.start()
        let engine = Engine.shared.client
        let repository = "acme/\(UUID().uuidString.prefix(8).lowercased())"
        let name = "\(registry)/\(repository):v1"
        try await engine.tag("localhost/box:1", as: name)
        let digest = try await engine.push(name)
        #expect(digest.hasPrefix("sha256:"))
        let client = RegistryClient(registry, http: Engine.shared.http)
        #expect(try await client.digest(of: repository, "v1") == digest)
        #expect(try await client.exists(repository, digest))
        #expect(try await !client.exists(repository, "v2"))

        // Fetched by digest, it runs.
        try await engine.removeImage(name)
        let steps = try await engine.pull("\(registry)/\(repository)@\(digest)").all()
        #expect(!steps.isEmpty)
        #expect(try await engine.inspectImage("\(registry)/\(repository)@\(digest)").cmd == ["/bin/sh"])

        try await client.deleteManifest(repository, digest: digest)
        try await client.deleteManifest(repository, digest: digest)
        #expect(try await !client.exists(repository, "v1"))
        let gone = try await engine.pull("\(registry)/\(repository):v1")
        let error = await #expect(throws: EngineError.self) { try await gone.all() }
        #expect(error?.message.contains("manifest unknown") == true)
    }

    @Test func `a push to nobody fails with a sentence`() async throws {
        _ = try await Engine.shared.start()
        let engine = Engine.shared.client
        try await engine.tag("localhost/box:1", as: "127.0.0.1:1/acme/web:v1")
        let error = await #expect(throws: EngineError.self) { try await engine.push("127.0.0.1:1/acme/web:v1") }
        #expect(error?.message.contains("connection refused") == true)
        try await engine.removeImage("127.0.0.1:1/acme/web:v1")
    }
}
