import ContainerEngine
import Core
import HTTPClient
import Synchronization
import TestSupport
import Testing

@testable import BuildService

@Suite struct ImageRegistryTests {
    /// As Google's: what a tag names is not deleted before its tags are.
    private final class TaggedRegistry: Sendable {
        let tags: Mutex<[String: String]>
        let digests: Mutex<Set<String>>

        init(_ tags: [String: String]) {
            self.tags = Mutex(tags)
            digests = Mutex(Set(tags.values))
        }

        func answer(_ connection: ScriptedConnection, keepsTags: Bool) throws {
            while true {
                let words = try connection.request().head.split(separator: " ")
                let (method, path) = (words[0], words[1].split(separator: "?")[0])
                let reference = String(path.split(separator: "/").last ?? "").replacing("%3A", with: ":")
                let tags = tags.withLock { $0 }
                switch (method, path) {
                case ("GET", "/v2/p/a/tags/list"):
                    try connection.answer(#"{"name": "p/a", "tags": [\#(tags.keys.sorted().map { "\"\($0)\"" }.joined(separator: ", "))]}"#)
                case ("HEAD", _):
                    let digest = tags[reference]
                    try connection.answer("", status: digest == nil ? 404 : 200, headers: digest.map { "Docker-Content-Digest: \($0)\r\n" } ?? "")
                case ("DELETE", _) where tags[reference] != nil:
                    if !keepsTags { self.tags.withLock { $0[reference] = nil } }
                    try connection.answer("", status: keepsTags ? 405 : 202)
                case ("DELETE", _) where tags.values.contains(reference):
                    try connection.answer(#"{"errors": [{"code": "GOOGLE_MANIFEST_DANGLING_TAG", "message": "Manifest is still referenced by tag"}]}"#, status: 400)
                case ("DELETE", _):
                    try connection.answer("", status: digests.withLock { $0.remove(reference) } == nil ? 404 : 202)
                default: try connection.answer("", status: 500)
                }
            }
        }
    }

    private func with(_ tags: [String: String], keepsTags: Bool = false, _ body: (TaggedRegistry, ImageRegistry, _ host: String) async throws -> Void) async throws {
        let registry = TaggedRegistry(tags)
        let server = try ScriptedServer { try registry.answer($0, keepsTags: keepsTags) }
        defer { server.stop() }
        let client = RegistryClient(String(server.url.dropFirst("http://".count)), http: HTTPClient())
        try await body(registry, ImageRegistry(client: client, isSwept: false), client.place.host)
    }

    @Test func `an image goes with its tags, where a registry keeps what is tagged`() async throws {
        try await with(["b1": "sha256:1", "b2": "sha256:2", "b3": "sha256:1"]) { registry, images, host in
            try await images.remove("\(host)/p/a@sha256:1")
            #expect(registry.tags.withLock { $0 } == ["b2": "sha256:2"])
            #expect(registry.digests.withLock { $0 } == ["sha256:2"])
            try await images.remove("\(host)/p/a@sha256:1")
        }
    }

    @Test func `a registry that keeps its tags is told in its own words`() async throws {
        try await with(["b1": "sha256:1"], keepsTags: true) { _, images, host in
            let error = await #expect(throws: EngineError.self) { try await images.remove("\(host)/p/a@sha256:1") }
            #expect(error?.status == 400 && error?.message == "Manifest is still referenced by tag")
        }
    }
}
