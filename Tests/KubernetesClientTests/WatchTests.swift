import ClusterStandIn
import Core
import Kubernetes
import KubernetesClient
import Testing
import TestSupport

private extension WatchEvent {
    /// `added web`, `listed 3`, `interrupted 500`; nil for bookmarks.
    var text: String? {
        switch self {
        case .listed(let list): "listed \(list.items.count)"
        case .added(let object): "added \(object.metadata.name)"
        case .modified(let object): "modified \(object.metadata.name)"
        case .deleted(let object): "deleted \(object.metadata.name)"
        case .unreadable(let object): "unreadable \(object.key.name)"
        case .bookmark: nil
        case .interrupted(let error): "interrupted \(error.status)"
        }
    }
}

private extension Notes where Element == WatchEvent<ConfigMap> {
    var texts: [String] { all.compactMap(\.text) }
}

@Suite struct WatchTests {
    private let scope = ResourceScope(namespace: "demo")

    private func watching(_ client: KubernetesClient, _ body: (Notes<WatchEvent<ConfigMap>>) async throws -> Void) async throws {
        try await collecting(client.watch(ConfigMap.self, scope)) { notes async throws in
            try await eventually("the first list is there") { await !notes.all.isEmpty }
            try await body(notes)
        }
    }

    private func expect(_ texts: [String], _ notes: Notes<WatchEvent<ConfigMap>>, within: Duration = .seconds(10)) async throws {
        try await eventually("the watch tells \(texts)", within: within, { await notes.texts }, until: { $0 == texts })
    }

    @Test func `it tells what is there, then what changes`() async throws {
        try await withCluster { cluster, client async throws in
            _ = try await client.apply(configMap("one"))
            try await watching(client) { notes async throws in
                _ = try await client.apply(configMap("two"))
                _ = try await client.apply(configMap("two", ["a": "2"]))
                try await client.delete(ConfigMap.self, "one", in: "demo")
                try await expect(["listed 1", "added two", "modified two", "deleted one"], notes)
                #expect(cluster.requests.filter(\.isList).count == 1)
            }
        }
    }

    @Test func `it goes on where it was when the server closes, and when it restarts`() async throws {
        try await withCluster { cluster, client async throws in
            try await watching(client) { notes async throws in
                _ = try await client.apply(configMap("one"))
                try await expect(["listed 0", "added one"], notes)
                try cluster.restart(absentFor: .milliseconds(300))
                cluster.set(["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "two", "namespace": "demo"]])
                try await eventually("it went on") { await notes.texts.last == "added two" }
                #expect(await notes.texts.filter { !$0.hasPrefix("interrupted") } == ["listed 0", "added one", "added two"])
                #expect(cluster.requests.filter(\.isList).count == 1)
            }
        }
    }

    @Test(arguments: ["answer", "event"])
    func `history that has ended is one list more`(form: String) async throws {
        try await withCluster { cluster, client async throws in
            try await watching(client) { notes async throws in
                try await eventually("the watch is open") { cluster.requests.contains { $0.isWatch } }
                cluster.fail(
                    RequestMatch(isWatch: true), form == "event" ? .expiredEvent : .refuse(410, reason: "Expired", message: "too old resource version"))
                cluster.set(["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "one", "namespace": "demo"]])
                cluster.hangUp()
                try await eventually("it listed again") { await notes.texts.last == "listed 1" }
                #expect(cluster.requests.filter(\.isList).count == 2)
                _ = try await client.apply(configMap("two"))
                try await eventually("and goes on") { await notes.texts.last == "added two" }
            }
        }
    }

    @Test func `a version that the server has not come to is given up for a list`() async throws {
        try await withCluster { cluster, client async throws in
            _ = try await client.apply(configMap("one"))
            try await collecting(client.watch(ConfigMap.self, scope, from: "999999", stall: .milliseconds(500))) { notes async throws in
                try await eventually("it listed") { await notes.texts.contains("listed 1") }
                #expect(await notes.texts == ["interrupted 0", "interrupted 0", "listed 1"])
                _ = try await client.apply(configMap("two"))
                try await eventually("and goes on") { await notes.texts.contains("added two") }
            }
        }
    }

    @Test func `a real compaction is survived`() async throws {
        try await withCluster { cluster, client async throws in
            try await watching(client) { notes async throws in
                try await eventually("the watch is open") { cluster.requests.contains { $0.isWatch } }
                cluster.fail(RequestMatch(isWatch: true), .refuse(500, reason: "InternalError"))
                cluster.hangUp()
                cluster.set(["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "one", "namespace": "demo"]])
                cluster.compact()
                try await eventually("it listed again") { await notes.texts.last == "listed 1" }
            }
        }
    }

    @Test func `bookmarks move it on, so that a quiet watch never expires`() async throws {
        try await withCluster { cluster, client async throws in
            try await watching(client) { notes async throws in
                // Others are busy, and their history is forgotten.
                for index in 0..<5 { cluster.set(["apiVersion": "v1", "kind": "Secret", "metadata": ["name": "s\(index)", "namespace": "demo"]]) }
                let version = cluster.version
                try await eventually("a bookmark has come") {
                    await notes.all.contains { if case .bookmark(let at) = $0 { at == "\(version)" } else { false } }
                }
                cluster.compact()
                cluster.hangUp()
                _ = try await client.apply(configMap("one"))
                try await eventually("it went on") { await notes.texts.last == "added one" }
                #expect(cluster.requests.filter(\.isList).count == 1)
            }
        }
    }

    @Test func `an event that is cut is sent again`() async throws {
        try await withCluster { cluster, client async throws in
            cluster.fail(RequestMatch(isWatch: true), .cut(after: 100))
            try await watching(client) { notes async throws in
                _ = try await client.apply(configMap("one"))
                _ = try await client.apply(configMap("two"))
                try await eventually("both came") { await notes.texts.last == "added two" }
                #expect(await notes.texts.filter { !$0.hasPrefix("interrupted") } == ["listed 0", "added one", "added two"])
            }
        }
    }

    @Test func `broken JSON in a stream is met once more, then answered by a list`() async throws {
        try await withCluster { cluster, client async throws in
            cluster.fail(RequestMatch(isWatch: true), .garble("{\"type\":\"ADDED\",\"obj\n"), times: 2)
            try await watching(client) { notes async throws in
                try await eventually("it listed again") { await notes.texts == ["listed 0", "interrupted 0", "interrupted 0", "listed 0"] }
            }
        }
    }

    @Test func `refusals are told, and waited out`() async throws {
        try await withCluster { cluster, client async throws in
            cluster.fail(RequestMatch(isWatch: true), .refuse(429, reason: "TooManyRequests", retryAfter: 1))
            try await watching(client) { notes async throws in
                _ = try await client.apply(configMap("one"))
                try await expect(["listed 0", "interrupted 429", "added one"], notes)
            }
        }
    }

    @Test func `an object that fits no type does not hide the others`() async throws {
        try await withCluster { cluster, client async throws in
            try await watching(client) { notes async throws in
                cluster.set(["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "odd", "namespace": "demo"], "data": 5])
                _ = try await client.apply(configMap("one"))
                try await expect(["listed 0", "unreadable odd", "added one"], notes)
            }
        }
    }

    @Test func `an event of a mebibyte comes whole`() async throws {
        try await withCluster { cluster, client async throws in
            try await watching(client) { notes async throws in
                cluster.set([
                    "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "big", "namespace": "demo"],
                    "data": ["blob": .string(String(repeating: "x", count: 1_300_000))],
                ])
                try await expect(["listed 0", "added big"], notes)
            }
        }
    }

    @Test func `a reader that lets go closes the connection`() async throws {
        try await withCluster { cluster, client async throws in
            let reader = Task { for await _ in client.watch(ConfigMap.self, scope) {} }
            try await eventually("the watch is open") { cluster.requests.contains { $0.isWatch } }
            reader.cancel()
            await reader.value
            try await eventually("no connection but the idle one of requests is open") { cluster.openConnections <= 1 }
        }
    }

    @Test func `a peer that went silent is noticed, and another connection made`() async throws {
        try await withCluster { cluster, client async throws in
            try await watching(client) { notes async throws in
                try await eventually("the watch is open") { cluster.requests.contains { $0.isWatch } }
                cluster.silence()
                cluster.set(["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "one", "namespace": "demo"]])
                try await eventually("the watch goes on elsewhere", within: .seconds(40)) { await notes.texts.last == "added one" }
            }
        }
    }
}
