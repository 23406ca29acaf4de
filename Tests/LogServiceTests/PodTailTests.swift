import ClusterStandIn
import Core
import Kubernetes
import KubernetesClient
import Logging
import Messages
import Postgres
import Testing
import TestSupport

@testable import LogService

/// Pods of a stand-in, read by the worker that runs in the service, into a real database.
@Suite struct PodTailTests {
    private func run(_ body: @escaping @Sendable (StandInCluster, Fixture, Followed) async throws -> Void) async throws {
        let cluster = try StandInCluster()
        defer { cluster.stop() }
        cluster.set(["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "demo"], "status": ["phase": "Active"]])
        try await Fixture.run { fixture in
            try await body(cluster, fixture, Followed(cluster, fixture))
        }
    }

    @Test func `numbered lines are stored exactly once and in order, over replicas, cut connections and restarts`() async throws {
        try await run { cluster, fixture, pod async throws in
            pod.start()
            try await fixture.tell(pod: pod.name)
            let writer = Task {
                var number = 0
                for run in 0..<4 {
                    for _ in 0..<250 {
                        number += 1
                        // The two outputs' times go back and forth.
                        pod.write("line \(number)", at: .now().adding(.microseconds(Int64.random(in: -300...300))))
                        if number % 10 == 0 { try await Task.sleep(for: .milliseconds(8)) }
                    }
                    if run < 3 { pod.restart(exitCode: 3) }
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
                    cluster.fail(RequestMatch(path: "/log"), .cut(after: 700))
                    try await Task.sleep(for: .milliseconds(80))
                    reading.cancel()
                    _ = await reading.result
                }
            }
            let count = try await writer.value
            cluster.mend()
            let last = pod.reading(as: "log-3")
            defer { last.cancel() }
            try await eventually("everything is stored", within: .seconds(30), { try await fixture.rows() }, until: { $0 >= count })
            pod.delete()
            try await eventually("it is drained", within: .seconds(20)) { try await fixture.store.isDrained(app: fixture.app, container: pod.uid) }
            let texts = try await fixture.stored().map(\.text)
            #expect(texts.count == count)
            #expect(texts == (1...count).map { "line \($0)" })
        }
    }

    @Test func `a crash's last words are kept, though nobody read them in time`() async throws {
        try await run { _, fixture, pod async throws in
            pod.start()
            pod.write("about to fall")
            pod.restart(exitCode: 3)
            pod.write("here again")
            try await fixture.tell(pod: pod.name)
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("both runs are stored") { try await fixture.stored().map(\.text) == ["about to fall", "here again"] }
        }
    }

    @Test func `the end of a run that was not followed is read from what the kubelet kept`() async throws {
        try await run { _, fixture, pod async throws in
            pod.start()
            pod.write("one")
            try await fixture.tell(pod: pod.name)
            let first = pod.reading(as: "log-1")
            try await eventually("the first line is stored") { try await fixture.rows() == 1 }
            first.cancel()
            _ = await first.result
            pod.write("two")
            pod.restart(exitCode: 1)
            pod.write("three")
            let second = pod.reading(as: "log-2")
            defer { second.cancel() }
            try await eventually("all are stored") { try await fixture.stored().map(\.text) == ["one", "two", "three"] }
        }
    }

    @Test func `lines that were rotated away unread are told to be missing`() async throws {
        try await run { cluster, fixture, pod async throws in
            pod.start()
            pod.write("one")
            try await fixture.tell(pod: pod.name)
            let first = pod.reading(as: "log-1")
            try await eventually("the first line is stored") { try await fixture.rows() == 1 }
            first.cancel()
            _ = await first.result
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
        try await run { cluster, fixture, pod async throws in
            pod.start()
            pod.write("boom")
            pod.crash(exitCode: 2)
            try await fixture.tell(pod: pod.name)
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("its words are stored") { try await fixture.rows() == 1 }
            cluster.forgetRequests()
            try await Task.sleep(for: .seconds(4))
            #expect(cluster.requests.filter { $0.path.hasSuffix("/log") }.count <= 1)
            pod.start(restarts: 1)
            pod.write("again")
            try await eventually("the next run is followed") { try await fixture.stored().map(\.text) == ["boom", "again"] }
        }
    }

    @Test func `a Pod of the same name that is another is not mistaken`() async throws {
        try await run { cluster, fixture, pod async throws in
            pod.start()
            pod.write("one")
            try await fixture.tell(pod: pod.name)
            cluster.remove("pods", pod.name, in: "demo")
            cluster.set(["apiVersion": "v1", "kind": "Pod", "metadata": ["name": .string(pod.name), "namespace": "demo", "uid": "another"], "spec": ["containers": [["name": "app", "image": "x"]]]])
            let reading = pod.reading()
            defer { reading.cancel() }
            try await eventually("it is drained") { try await fixture.store.isDrained(app: fixture.app, container: pod.uid) }
            #expect(try await fixture.rows() == 0)
        }
    }
}

/// A Pod whose container a test lets run, crash and come back; and the service that reads it.
private struct Followed: Sendable {
    let name = "shop-1-abc"
    let uid = "pod-uid"
    private let cluster: StandInCluster
    private let fixture: Fixture
    private let client: KubernetesClient
    private let log: Logger

    init(_ cluster: StandInCluster, _ fixture: Fixture) {
        self.cluster = cluster
        self.fixture = fixture
        var log = Logger(label: "pods")
        log.logLevel = .error
        self.log = log
        client = KubernetesClient(KubernetesConfiguration(server: cluster.url), fieldManager: "slipway-log", log: log)
    }

    func start(restarts: Int = 0) {
        if restarts > 0 { cluster.endLog(of: name, in: "demo", restarting: true) }
        set(["running": ["startedAt": .string(Timestamp.now().rfc3339)]], restarts)
    }

    func write(_ line: String, at time: Timestamp = .now()) { cluster.write(line, of: name, in: "demo", at: time, nanoseconds: 1) }

    /// It ends and begins again at once; the status says so later than the log does.
    func restart(exitCode: Int64) {
        cluster.endLog(of: name, in: "demo", restarting: true)
        let restarts = (cluster.object("pods", name, in: "demo")?["status"]?["containerStatuses"]?[0]?["restartCount"]?.int ?? 0) + 1
        set(["running": ["startedAt": .string(Timestamp.now().rfc3339)]], Int(restarts), last: exitCode)
    }

    /// It ends, and waits to be started again.
    func crash(exitCode: Int64) {
        cluster.endLog(of: name, in: "demo")
        set(["waiting": ["reason": "CrashLoopBackOff"]], 0, last: exitCode)
    }

    func delete() {
        cluster.endLog(of: name, in: "demo")
        cluster.remove("pods", name, in: "demo")
    }

    private func set(_ state: JSONValue, _ restarts: Int, last exitCode: Int64? = nil) {
        var status: JSONValue = ["name": "app", "restartCount": .int(Int64(restarts)), "state": state]
        if let exitCode { status["lastState"] = ["terminated": ["exitCode": .int(exitCode), "containerID": .string("c\(restarts)")]] }
        cluster.set([
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": .string(name), "namespace": "demo", "uid": .string(uid), "labels": ["slipway.installation": "i1"]],
            "spec": ["containers": [["name": "app", "image": "x"]]], "status": ["phase": "Running", "containerStatuses": [status]],
        ])
    }

    /// As the pool of the service does it, until it is cancelled.
    func reading(as replica: String = "log-1") -> Task<Void, any Error> {
        let changed = Nudge()
        let watch = PodWatch(client, installation: "i1", changed: changed, log: log)
        let worker = TailedAppWorker(
            store: fixture.store, source: PodSource(client: client, pods: watch.pods), live: .toNobody,
            limit: FloodLimit(linesPerSecond: 100_000, bytesPerSecond: 100 << 20), log: log, changed: changed)
        let store = fixture.store
        return Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await watch.pods.run() }
                group.addTask { for await _ in watch.pods.changes() { changed() } }
                group.addTask {
                    while !Task.isCancelled {
                        if let app = try await store.claim(owner: replica) { await worker.work(app) }
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

private extension Fixture {
    /// The deploy service tells of a Pod.
    func tell(pod name: String) async throws {
        let instance = Proto.Instance(
            id: InstanceID().description, name: "shop-1-a", appID: app.description, projectID: project.description,
            deploymentID: DeploymentID().description, state: "starting", containerID: "pod-uid", podNamespace: "demo", podName: name, podContainer: "app")
        try await pool.transaction("telling of an instance") { db in try InstanceFacts.apply(db, instance, verb: "created") }
    }
}
