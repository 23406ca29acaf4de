import ClusterStandIn
import Core
import Messages
import Testing
import TestSupport

@testable import LogService

/// Pods of a stand-in, read by the worker that runs in the service, into a real database.
@Suite struct PodTailTests {
    @Test func `numbered lines are stored exactly once and in order, over replicas, cut connections and restarts`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            pod.start()
            try await pod.tell()
            let writer = Task {
                var number = 0
                for run in 0..<4 {
                    for _ in 0..<250 {
                        number += 1
                        // The two outputs' times go back and forth.
                        pod.write("line \(number)", at: .now().adding(.microseconds(Int64.random(in: -300...300))))
                        if number % 10 == 0 { try await Task.sleep(for: .milliseconds(8)) }
                    }
                    if run < 3 {
                        // No container begins in the microseconds in which the one before it ended.
                        try await Task.sleep(for: .milliseconds(2))
                        pod.restart(exitCode: 3)
                        try await Task.sleep(for: .milliseconds(2))
                    }
                }
                return number
            }
            for round in 0..<9 {
                let reading = pod.reading(as: "log-\(round % 2)")
                try await Task.sleep(for: .milliseconds(Int.random(in: 60...160)))
                if round % 3 == 1 { cluster.hangUp() }
                if round % 3 == 2 {
                    reading.cancel()
                    _ = await reading.result
                } else {
                    cluster.fail(RequestMatch(path: "/log"), round % 2 == 0 ? .cut(after: 700) : .endLog(after: 700))
                    try await Task.sleep(for: .milliseconds(80))
                    reading.cancel()
                    _ = await reading.result
                }
            }
            let count = try await writer.value
            cluster.mend()
            cluster.forgetRequests()
            let last = pod.reading(as: "log-3")
            defer { last.cancel() }
            try await eventually("it is read to the end") { pod.asked > 0 }
            try await eventually("everything is stored", within: .seconds(30), { try await fixture.rows() }, until: { $0 >= count })
            pod.delete()
            try await eventually("it is drained", within: .seconds(20)) { try await pod.isDrained() }
            let texts = try await fixture.stored().map(\.text)
            #expect(texts.count == count)
            #expect(texts == (1...count).map { "line \($0)" })
        }
    }

    @Test func `a crash's last words are kept, though nobody read them in time`() async throws {
        try await withPod { _, fixture, pod async throws in
            pod.start()
            pod.write("about to fall")
            pod.restart(exitCode: 3)
            pod.write("here again")
            try await pod.tell()
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("both runs are stored") { try await fixture.stored().map(\.text) == ["about to fall", "here again"] }
        }
    }

    @Test func `the end of a run that was not followed is read from what the kubelet kept`() async throws {
        try await withPod { _, fixture, pod async throws in
            try await pod.isReadOnce("one")
            pod.write("two")
            pod.restart(exitCode: 1)
            pod.write("three")
            let second = pod.reading(as: "log-2")
            defer { second.cancel() }
            try await eventually("all are stored") { try await fixture.stored().map(\.text) == ["one", "two", "three"] }
        }
    }

    @Test func `lines that were rotated away unread are told to be missing`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            try await pod.isReadOnce("one")
            pod.write("lost")
            pod.write("two")
            cluster.rotateLog(of: pod.name, in: "demo", keeping: 1)
            let second = pod.reading(as: "log-2")
            defer { second.cancel() }
            try await eventually("what is left is stored") { try await fixture.rows() == 3 }
            let lines = try await fixture.stored()
            #expect(lines.map(\.source) == ["instance", "platform", "instance"])
            #expect(lines[1].text.contains("may be missing"))
            #expect(lines[2].text == "two")
        }
    }

    @Test func `a container that waits is not asked for its log again and again`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            pod.start()
            pod.write("boom")
            pod.crash(exitCode: 2)
            try await pod.tell()
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("its words are stored") { try await fixture.rows() == 1 }
            cluster.forgetRequests()
            // Another one beside it is asked again and again, at the same pace.
            let other = Followed(cluster, fixture, name: "shop-1-def")
            other.start()
            cluster.fail(RequestMatch(path: "/shop-1-def/log"), .refuse(503, reason: "ServiceUnavailable"), times: 100)
            try await other.tell()
            try await eventually("the other one is asked again and again", within: .seconds(30)) { other.asked >= 5 }
            #expect(pod.asked <= 1)
            pod.start(restarts: 1)
            pod.write("again")
            try await eventually("the next run is followed") { try await fixture.stored().map(\.text) == ["boom", "again"] }
        }
    }

    @Test func `a Pod of the same name that is another is not mistaken`() async throws {
        try await withPod { cluster, fixture, pod async throws in
            pod.start()
            pod.write("one")
            try await pod.tell()
            cluster.remove("pods", pod.name, in: "demo")
            cluster.set(["apiVersion": "v1", "kind": "Pod", "metadata": ["name": .string(pod.name), "namespace": "demo", "uid": "another"], "spec": ["containers": [["name": "app", "image": "x"]]]])
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("it is drained") { try await pod.isDrained() }
            #expect(try await fixture.stored().map(\.source) == ["platform"])
        }
    }
}
