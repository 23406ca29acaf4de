import ClusterStandIn
import Core
import Kubernetes
import KubernetesClient
import Logging
import Testing
import TestSupport

@Suite struct CacheTests {
    private func withCache(
        label: String? = nil, _ body: (StandInCluster, KubernetesClient, ResourceCache<ConfigMap>) async throws -> Void
    ) async throws {
        try await withCluster { cluster, client async throws in
            let cache = ResourceCache(client, ConfigMap.self, ResourceScope(namespace: "demo"), indexedBy: label, log: Logger(label: "test"))
            let feeder = Task { await cache.run() }
            defer { feeder.cancel() }
            try await body(cluster, client, cache)
        }
    }

    private func text(_ change: ResourceChange<ConfigMap>) -> String {
        switch change {
        case .added(let object): "added \(object.metadata.name)"
        case .updated(let old, let new): "updated \(new.metadata.name) \(old.data?["a"] ?? "-")>\(new.data?["a"] ?? "-")"
        case .removed(let object): "removed \(object.metadata.name)"
        case .lookAnew: "look"
        }
    }

    private func raw(_ name: String, _ value: String = "1") -> JSONValue {
        ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": .string(name), "namespace": "demo"], "data": ["a": .string(value)]]
    }

    @Test func `it holds what the cluster holds`() async throws {
        try await withCache(label: "app") { cluster, client, cache async throws in
            #expect(!cache.isSynced && cache.age == nil)
            _ = try await client.apply(configMap("one", labels: ["app": "web", "tier": "x"]))
            #expect(await cache.waitUntilSynced(.after(.seconds(10))))
            _ = try await client.apply(configMap("two", labels: ["app": "web", "tier": "y"]))
            _ = try await client.apply(configMap("three", labels: ["app": "api"]))
            try await eventually("all are there") { cache.count == 3 }
            #expect(cache.get("one", in: "demo")?.data == ["a": "1"])
            #expect(Set(cache.objects(labels: ["app": "web"]).map(\.metadata.name)) == ["one", "two"])
            #expect(cache.objects(labels: ["app": "web", "tier": "y"]).map(\.metadata.name) == ["two"])
            #expect(cache.objects(labels: ["tier": "x"]).map(\.metadata.name) == ["one"])
            _ = try await client.apply(configMap("two", labels: ["app": "api"]))
            try await eventually("the index follows") { cache.objects(labels: ["app": "api"]).count == 2 }
            try await client.delete(ConfigMap.self, "one", in: "demo")
            try await eventually("it is gone") { cache.get("one", in: "demo") == nil }
            #expect(cache.objects(labels: ["app": "web"]).isEmpty)
            #expect(try #require(cache.age) < .seconds(10))
        }
    }

    @Test func `changes are told once, whatever is sent twice or late`() async throws {
        try await withCache { cluster, _, cache async throws in
            #expect(await cache.waitUntilSynced(.after(.seconds(10))))
            try await collecting(cache.changes()) { notes async throws in
                let first = cluster.set(raw("web"))
                let second = cluster.set(raw("web", "2"))
                cluster.repeatEvent("MODIFIED", second)
                cluster.repeatEvent("MODIFIED", first)
                cluster.repeatEvent("DELETED", first)
                cluster.set(raw("last"))
                try await eventually("the last is told", { await notes.all.map(text) }, until: { $0.last == "added last" })
                #expect(await notes.all.map(text) == ["look", "added web", "updated web 1>2", "added last"])
                #expect(cache.get("web", in: "demo")?.data == ["a": "2"])
            }
        }
    }

    @Test func `what nobody keeps may change without a word`() async throws {
        try await withCache { cluster, client, cache async throws in
            #expect(await cache.waitUntilSynced(.after(.seconds(10))))
            try await collecting(cache.changes()) { notes async throws in
                cluster.set(raw("web"))
                try await eventually("it is there") { cache.get("web", in: "demo") != nil }
                let revision = try #require(cache.revision(of: "web", in: "demo"))
                var other = raw("web")
                other["status"] = ["seen": 7]
                let version = cluster.set(other)["metadata"]?["resourceVersion"]?.string
                try await eventually("it is known") { cache.get("web", in: "demo")?.metadata.resourceVersion == version }
                #expect(version != revision && cache.revision(of: "web", in: "demo") == revision)
                cluster.set(raw("web", "2"))
                try await eventually("the last is told", { await notes.all.map(text) }, until: { $0.last == "updated web 1>2" })
                #expect(await notes.all.map(text) == ["look", "added web", "updated web 1>2"])
                #expect(cache.revision(of: "web", in: "demo") != revision)
            }
        }
    }

    @Test func `after a list it tells what has gone meanwhile`() async throws {
        try await withCache { cluster, _, cache async throws in
            for name in ["a", "b", "c"] { cluster.set(raw(name)) }
            #expect(await cache.waitUntilSynced(.after(.seconds(10))))
            try await eventually("all are there") { cache.count == 3 }
            try await collecting(cache.changes()) { notes async throws in
                try await eventually("it may look") { await notes.all.count == 1 }
                cluster.fail(RequestMatch(isWatch: true), .refuse(410, reason: "Expired"))
                cluster.stopAccepting()
                cluster.remove("configmaps", "a", in: "demo")
                cluster.set(raw("b", "2"))
                cluster.set(raw("d"))
                try cluster.startAccepting()
                try await eventually("three changes", { await notes.all.map(text).sorted() }, until: { $0.count == 4 })
                #expect(await notes.all.map(text).sorted() == ["added d", "look", "removed a", "updated b 1>2"])
            }
        }
    }

    @Test func `it says that it is cut off, keeps what it has, and says when it is back`() async throws {
        try await withCache { cluster, _, cache async throws in
            cluster.set(raw("web"))
            try await eventually("it is there") { cache.count == 1 }
            cluster.stopAccepting()
            try await eventually("it is in trouble") { cache.trouble != nil }
            #expect(cache.isSynced && cache.count == 1)
            try cluster.startAccepting()
            try await eventually("it is out of it") { cache.trouble == nil }
        }
    }

    @Test func `a subscriber who does not keep up is told to look at everything`() async throws {
        try await withCache { cluster, _, cache async throws in
            #expect(await cache.waitUntilSynced(.after(.seconds(10))))
            let changes = cache.changes(capacity: 5)
            for index in 0..<20 { cluster.set(raw("c\(index)")) }
            try await eventually("all are there") { cache.count == 20 }
            var iterator = changes.makeAsyncIterator()
            var seen = [text(try #require(await iterator.next()))]
            // At most four wait now: this one finds its place.
            cluster.set(raw("last"))
            while seen.last != "added last", let change = await iterator.next() { seen.append(text(change)) }
            #expect(seen.first == "look" && seen.count <= 6)
        }
    }

    @Test func `what no longer fits its type is removed, so that it will be written anew`() async throws {
        try await withCache { cluster, _, cache async throws in
            cluster.set(raw("web"))
            try await eventually("it is there") { cache.count == 1 }
            cluster.edit("configmaps", "web", in: "demo") { $0["data"] = 5 }
            try await eventually("it is not as we would have it") { cache.get("web", in: "demo") == nil }
        }
    }

    @Test func `410 every now and then: the cache is the server's at the end, each list for a reason`() async throws {
        try await withCache { cluster, _, cache async throws in
            #expect(await cache.waitUntilSynced(.after(.seconds(10))))
            let told = Notes<String>()
            let changes = cache.changes()
            let reader = Task { for await change in changes { await told.add(text(change)) } }
            defer { reader.cancel() }
            for round in 0..<5 {
                try await eventually("it watches") { cluster.requests.last?.isWatch ?? false }
                cluster.fail(RequestMatch(isWatch: true), round % 2 == 0 ? .expiredEvent : .refuse(410, reason: "Gone"))
                for index in 0..<20 { cluster.set(raw("c\((index * 7 + round) % 30)", "\(round).\(index)")) }
                cluster.remove("configmaps", "c\(round)", in: "demo")
                cluster.hangUp()
                try await eventually("it listed", { cluster.requests.filter(\.isList).count }, until: { $0 == round + 2 })
            }
            cluster.set(raw("last"))
            try await eventually("the last is there") { cache.get("last", in: "demo") != nil }
            let truth = Dictionary(uniqueKeysWithValues: cluster.objects("configmaps", in: "demo").map { ($0["metadata"]?["name"]?.string ?? "", $0["data"]?["a"]?.string) })
            #expect(Dictionary(uniqueKeysWithValues: cache.objects().map { ($0.metadata.name, $0.data?["a"]) }) == truth)
            #expect(cluster.requests.filter(\.isList).count == 6)
            // No change is told of what did not change.
            for change in await told.all where change.hasPrefix("updated") {
                let values = change.split(separator: " ")[2].split(separator: ">")
                #expect(values[0] != values[1])
            }
        }
    }
}
