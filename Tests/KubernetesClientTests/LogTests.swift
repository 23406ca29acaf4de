import ClusterStandIn
import Core
import Kubernetes
import KubernetesClient
import Testing
import TestSupport

@Suite struct LogTests {
    private func withPod(_ body: (StandInCluster, KubernetesClient) async throws -> Void) async throws {
        try await withCluster { cluster, client async throws in
            cluster.set([
                "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "web", "namespace": "demo"],
                "spec": ["containers": [["name": "app", "image": "x"]], "nodeName": "node-1"],
            ])
            try await body(cluster, client)
        }
    }

    private func read(_ client: KubernetesClient, _ options: PodLogOptions = PodLogOptions()) async throws -> [PodLogLine] {
        var lines: [PodLogLine] = []
        for try await batch in try await client.log(of: "web", in: "demo", options) { lines += batch }
        return lines
    }

    private let start = Timestamp(rfc3339: "2026-11-21T09:31:15.735152Z")!

    @Test func `lines have their time, to the nanosecond`() async throws {
        try await withPod { cluster, client async throws in
            cluster.write("one  two", of: "web", in: "demo", at: start, nanoseconds: 174)
            cluster.write("", of: "web", in: "demo", at: start.adding(.seconds(1)))
            let lines = try await read(client)
            #expect(lines == [
                PodLogLine(time: start, nanoseconds: 174, bytes: Array("one  two".utf8)), PodLogLine(time: start.adding(.seconds(1)), bytes: []),
            ])
        }
    }

    @Test func `a part can be asked for`() async throws {
        try await withPod { cluster, client async throws in
            for index in 0..<10 { cluster.write("line \(index)", of: "web", in: "demo", at: start.adding(.seconds(index))) }
            #expect(try await read(client, PodLogOptions(tailLines: 2)).map(\.text) == ["line 8", "line 9"])
            #expect(try await read(client, PodLogOptions(since: start.adding(.seconds(7)))).map(\.text) == ["line 7", "line 8", "line 9"])
            #expect(try await read(client, PodLogOptions(limitBytes: 75)).count == 2)
            #expect(cluster.requests.last?.query["limitBytes"] == "75")
        }
    }

    @Test func `a followed log comes as it is written, and ends with its container`() async throws {
        try await withPod { cluster, client async throws in
            cluster.write("before", of: "web", in: "demo")
            let log = try await client.log(of: "web", in: "demo", PodLogOptions(follow: true))
            try await collecting(log) { notes async throws in
                try await eventually("the first line") { await notes.all.flatMap { $0 }.map(\.text) == ["before"] }
                cluster.write("after", of: "web", in: "demo")
                try await eventually("the second line") { await notes.all.flatMap { $0 }.map(\.text) == ["before", "after"] }
            }
            var rest: [String] = []
            let again = try await client.log(of: "web", in: "demo", PodLogOptions(follow: true))
            cluster.endLog(of: "web", in: "demo")
            for try await batch in again { rest += batch.map(\.text) }
            #expect(rest == ["before", "after"])
        }
    }

    @Test func `the last words of a crash are kept apart`() async throws {
        try await withPod { cluster, client async throws in
            cluster.write("boom", of: "web", in: "demo")
            let error1 = await failure { () async throws(KubernetesError) in try await client.log(of: "web", in: "demo", PodLogOptions(previous: true)) }
            #expect(error1?.status == 400)
            cluster.endLog(of: "web", in: "demo", restarting: true)
            cluster.write("again", of: "web", in: "demo")
            #expect(try await read(client).map(\.text) == ["again"])
            #expect(try await read(client, PodLogOptions(previous: true)).map(\.text) == ["boom"])
        }
    }

    @Test func `no Pod and no log yet are told apart`() async throws {
        try await withPod { _, client async throws in
            let error2 = await failure { () async throws(KubernetesError) in try await client.log(of: "absent", in: "demo") }
            #expect(error2?.isNotFound == true)
            let waiting = await failure { () async throws(KubernetesError) in try await client.log(of: "web", in: "demo") }
            #expect(waiting?.status == 400 && waiting?.message.contains("waiting to start") == true)
        }
    }

    @Test func `a Pod that no node has yet has an empty log, followed or not`() async throws {
        try await withPod { cluster, client async throws in
            cluster.set([
                "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "web", "namespace": "demo"], "spec": ["containers": [["name": "app", "image": "x"]]],
            ])
            #expect(try await read(client) == [])
            #expect(try await read(client, PodLogOptions(follow: true)) == [])
        }
    }

    @Test func `a connection that breaks is an error, not an end`() async throws {
        try await withPod { cluster, client async throws in
            cluster.write("before", of: "web", in: "demo")
            let log = try await client.log(of: "web", in: "demo", PodLogOptions(follow: true))
            var iterator = log.makeAsyncIterator()
            let first = try await iterator.next()
            #expect(first?.map(\.text) == ["before"])
            cluster.hangUp()
            await #expect(throws: KubernetesError.self) { while try await iterator.next() != nil {} }
        }
    }

    @Test func `a line that its answer broke off looks like none that has ended`() async throws {
        try await withPod { cluster, client async throws in
            for index in 0..<3 { cluster.write("line \(index)", of: "web", in: "demo", at: start) }
            for count in [38 + 35, 38 + 37] {
                for follow in [true, false] {
                    cluster.fail(RequestMatch(path: "/log"), .endLog(after: count))
                    let lines = try await read(client, PodLogOptions(follow: follow))
                    #expect(lines.map(\.text) == ["line 0", count == 38 + 35 ? "line" : "line 1"])
                    #expect(lines.map(\.isUnterminated) == [false, true])
                }
            }
            #expect(try await read(client).allSatisfy { !$0.isUnterminated })
        }
    }

    @Test func `a very long line comes in pieces, always the same`() async throws {
        try await withPod { cluster, client async throws in
            let long = String(repeating: "x", count: 700_000)
            cluster.write(long, of: "web", in: "demo", at: start)
            cluster.write("short", of: "web", in: "demo", at: start)
            let lines = try await read(client)
            #expect(lines.dropLast(2).allSatisfy { $0.bytes.count == 64 << 10 && !$0.endsLine && $0.time == start })
            #expect(lines.dropLast().reduce(0) { $0 + $1.bytes.count } == 700_000)
            #expect(lines.dropLast().last?.endsLine == true && lines.last?.text == "short")
        }
    }
}
