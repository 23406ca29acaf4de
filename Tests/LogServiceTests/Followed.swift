import ClusterStandIn
import Core
import Kubernetes
import KubernetesClient
import Logging
import Messages
import Postgres
import TestSupport

@testable import LogService

/// A Pod whose container a test lets run, crash and come back; and the service that reads it.
struct Followed: Sendable {
    let name: String
    let uid: String
    /// Whose logs were refused.
    let refusals = TailRefusals()
    private let cluster: StandInCluster
    private let fixture: Fixture
    private let client: KubernetesClient
    private let log: Logger

    init(_ cluster: StandInCluster, _ fixture: Fixture, name: String = "shop-1-abc") {
        self.name = name
        uid = "uid-of-\(name)"
        self.cluster = cluster
        self.fixture = fixture
        var log = Logger(label: "pods")
        log.logLevel = .error
        self.log = log
        client = KubernetesClient(KubernetesConfiguration(server: cluster.url), fieldManager: "slipway-log", log: log)
    }

    /// It runs and says something; a reader stores that, and is away from then on.
    func isReadOnce(_ line: String) async throws {
        start()
        write(line)
        try await tell()
        let reader = reading(as: "log-1")
        try await eventually("the first line is stored") { try await fixture.rows() == 1 }
        reader.cancel()
        _ = await reader.result
    }

    func start(restarts: Int = 0) {
        if restarts > 0 { cluster.endLog(of: name, in: "demo", restarting: true) }
        set(["running": ["startedAt": .string(Timestamp.now().rfc3339)]], restarts)
    }

    func write(_ line: String, at time: Timestamp = .now(), isTerminated: Bool = true) {
        cluster.write(line, of: name, in: "demo", at: time, nanoseconds: 1, isTerminated: isTerminated)
    }

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

    /// It ends for good, and its Pod stays.
    func end() {
        cluster.endLog(of: name, in: "demo")
        set(["terminated": ["exitCode": 0, "containerID": "last"]], 0)
    }

    func delete() {
        cluster.endLog(of: name, in: "demo")
        cluster.remove("pods", name, in: "demo")
    }

    /// The deploy service tells of it.
    func tell() async throws { try await fixture.tell(pod: self) }

    func isDrained() async throws -> Bool { try await fixture.store.isDrained(app: fixture.app, container: uid) }

    /// How often its log was asked for.
    var asked: Int { cluster.requests.count { $0.path.hasSuffix("/\(name)/log") } }

    private func set(_ state: JSONValue, _ restarts: Int, last exitCode: Int64? = nil) {
        var status: JSONValue = ["name": "app", "restartCount": .int(Int64(restarts)), "state": state]
        if let exitCode { status["lastState"] = ["terminated": ["exitCode": .int(exitCode), "containerID": .string("c\(restarts)")]] }
        cluster.set([
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": .string(name), "namespace": "demo", "uid": .string(uid), "labels": ["slipway.installation": "i1"]],
            "spec": ["containers": [["name": "app", "image": "x"]], "nodeName": "node-1"], "status": ["phase": "Running", "containerStatuses": [status]],
        ])
    }

    /// As the pool of the service does it, until it is cancelled.
    func reading(as replica: String = "log-1") -> Task<Void, any Error> {
        let nudges = TailNudges()
        let watch = PodWatch(client, installation: "i1", nudges: nudges, log: log)
        let worker = TailedAppWorker(
            store: fixture.store, source: PodSource(client: client, pods: watch.pods), live: .toNobody,
            limit: FloodLimit(linesPerSecond: 100_000, bytesPerSecond: 100 << 20), log: log, nudges: nudges, refusals: refusals)
        let store = fixture.store
        return Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await watch.pods.run() }
                group.addTask { await watch.wakeReaders() }
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

extension Fixture {
    func tell(pod: Followed) async throws {
        let instance = Proto.Instance(
            id: InstanceID().description, name: "shop-1-a", appID: app.description, projectID: project.description,
            deploymentID: DeploymentID().description, state: "starting", containerID: pod.uid, podNamespace: "demo", podName: pod.name, podContainer: "app")
        try await pool.transaction("telling of an instance") { db in try InstanceFacts.apply(db, instance, verb: "created") }
    }
}

/// A cluster, a log service's database, and a Pod that the service is to read.
func withPod(_ body: @escaping @Sendable (StandInCluster, Fixture, Followed) async throws -> Void) async throws {
    let cluster = try StandInCluster()
    defer { cluster.stop() }
    cluster.set(["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "demo"], "status": ["phase": "Active"]])
    try await Fixture.run { fixture in
        try await body(cluster, fixture, Followed(cluster, fixture))
    }
}
