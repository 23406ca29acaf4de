import ContainerEngine
import Core
import Logging
import Messages
import Messaging
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import LogService

/// Real containers, read by the worker that runs in the service.
@Suite(.serialized, .enabled(if: Podman.isHere, "needs root, podman, runc and busybox-static"))
struct ContainerTailTests {
    private func worker(_ fixture: Fixture, _ podman: Podman, _ live: LiveLines = .toNobody, limit: FloodLimit = FloodLimit(linesPerSecond: 5_000, bytesPerSecond: 2 << 20)) -> TailedAppWorker {
        var log = Logger(label: "tails")
        log.logLevel = .warning
        return TailedAppWorker(store: fixture.store, source: EngineSource(engine: podman.engine), live: live, limit: limit, log: log, nudges: TailNudges(), refusals: TailRefusals())
    }

    private func firstDifference(_ seen: [String], _ wanted: [String]) -> String? {
        for index in 0..<max(seen.count, wanted.count) {
            let (here, there) = (index < seen.count ? seen[index] : "nothing", index < wanted.count ? wanted[index] : "nothing")
            if here != there { return "at \(index): \(here) instead of \(there)" }
        }
        return nil
    }

    /// As the pool of the service does it, until it is cancelled.
    private func readOn(_ fixture: Fixture, _ worker: TailedAppWorker, replica: String = "log-1") async throws {
        while !Task.isCancelled {
            if let app = try await fixture.store.claim(owner: replica) { await worker.work(app) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func `numbered lines are stored exactly once and in order, over cancelled readers and a restart in place`() async throws {
        try await Podman.run { podman in
            try await Fixture.run { fixture in
                // Goes on counting where the last run ended.
                let container = try await podman.create("""
                    i=$(cat /tmp/count 2>/dev/null || echo 0); end=$((i + 2000)); echo $end > /tmp/count
                    while [ $i -lt $end ]; do
                        i=$((i + 1)); echo "line $i"
                        if [ $((i % 100)) = 0 ]; then echo "hundred $((i / 100))" >&2; sleep 0.2; fi
                    done
                    """)
                try await fixture.tell(container, state: "starting", verb: "created")
                try await podman.engine.start(container)
                let reader = worker(fixture, podman)
                for round in 0..<12 {
                    let reading = Task { try await readOn(fixture, reader, replica: "log-\(round % 2)") }
                    try await Task.sleep(for: .milliseconds(Int.random(in: 80...700)))
                    reading.cancel()
                    _ = await reading.result
                }
                try await podman.end(of: container)
                let last = Task { try await readOn(fixture, reader) }
                defer { last.cancel() }
                try await eventually("the first run is stored", within: .seconds(20)) { try await fixture.rows() >= 2020 }
                #expect(try await !fixture.store.isDrained(app: fixture.app, container: container))
                try await podman.engine.start(container)
                try await podman.end(of: container)
                try await fixture.tell(container, state: "stopped", verb: "stopped")
                try await eventually("everything is stored", within: .seconds(20)) {
                    try await fixture.store.isDrained(app: fixture.app, container: container)
                }
                let lines = try await fixture.stored()
                // The first difference says more than four thousand lines.
                #expect(firstDifference(lines.map { "\($0.seq)" }, (1...4040).map { "\($0)" }) == nil)
                let (out, err) = (lines.filter { $0.stream == "stdout" }, lines.filter { $0.stream == "stderr" })
                #expect(firstDifference(out.map(\.text), (1...4000).map { "line \($0)" }) == nil)
                #expect(firstDifference(err.map(\.text), (1...40).map { "hundred \($0)" }) == nil)
                #expect(lines.allSatisfy { $0.instance == "shop-1-a" && $0.source == "instance" && !$0.deploymentID.isEmpty })
            }
        }
    }

    @Test func `lines of several containers are whole and in order, over replicas that take the app from one another`() async throws {
        try await Podman.run { podman in
            try await Fixture.run { fixture in
                var containers: [String] = []
                for name in ["a", "b", "c"] {
                    let container = try await podman.create("i=0; while [ $i -lt 1500 ]; do i=$((i + 1)); echo \(name) $i; if [ $((i % 50)) = 0 ]; then sleep 0.2; fi; done")
                    try await fixture.tell(container, state: "serving")
                    try await podman.engine.start(container)
                    containers.append(container)
                }
                let reader = worker(fixture, podman)
                let replicas = (1...2).map { number in Task { try await readOn(fixture, reader, replica: "log-\(number)") } }
                defer { for replica in replicas { replica.cancel() } }
                // As `balance` gives an app back, in the middle of whatever its reader does.
                for _ in 0..<8 {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 200...900)))
                    try await fixture.pool.execute("giving back", "UPDATE apps SET lease_fence = lease_fence + 1, lease_until = NULL, lease_owner = NULL")
                }
                for container in containers {
                    try await podman.end(of: container)
                    try await fixture.tell(container, state: "stopped", verb: "stopped")
                }
                try await eventually("everything is stored", within: .seconds(30)) { try await fixture.rows() >= 4500 }
                let lines = try await fixture.stored()
                #expect(firstDifference(lines.map { "\($0.seq)" }, (1...4500).map { "\($0)" }) == nil)
                for name in ["a", "b", "c"] {
                    let own = lines.map(\.text).filter { $0.hasPrefix(name) }
                    #expect(firstDifference(own, (1...1500).map { "\(name) \($0)" }) == nil)
                }
            }
        }
    }

    @Test func `a container that floods is limited and told so, its neighbour is whole, and the engine's log is bounded`() async throws {
        try await Podman.run { podman in
            try await Fixture.run { fixture in
                let neighbour = Fixture(pool: fixture.pool, store: fixture.store)
                let loud = try await podman.create("timeout 4 yes flood; exit 0", logOf: 4 << 20)
                let quiet = try await podman.create("i=0; while [ $i -lt 60 ]; do i=$((i + 1)); echo $i; sleep 0.05; done")
                try await fixture.tell(loud, state: "serving")
                try await neighbour.tell(quiet, state: "serving")
                let reader = worker(fixture, podman, limit: FloodLimit(linesPerSecond: 100, bytesPerSecond: 1 << 20))
                let replicas = (1...2).map { number in Task { try await readOn(fixture, reader, replica: "log-\(number)") } }
                defer { for replica in replicas { replica.cancel() } }
                for container in [loud, quiet] { try await podman.engine.start(container) }
                for (each, container) in [(fixture, loud), (neighbour, quiet)] {
                    try await podman.end(of: container)
                    try await each.tell(container, state: "stopped", verb: "stopped")
                    try await eventually("it is read to its end", within: .seconds(60)) { try await each.store.isDrained(app: each.app, container: container) }
                }
                #expect(try await neighbour.stored().map(\.text) == (1...60).map(String.init))
                let lines = try await fixture.stored()
                #expect(lines.map(\.seq) == (1...UInt64(lines.count)).map { $0 })
                let (told, kept) = (lines.filter { $0.source == "platform" }, lines.filter { $0.source == "instance" })
                // Four seconds touch two windows at most.
                #expect((1_000...2_000).contains(kept.count) && kept.allSatisfy { $0.text == "flood" })
                #expect((1...2).contains(told.count))
                #expect(told.allSatisfy { $0.text.contains(" of them were dropped (an app may write 100 lines or 1 MiB a second)") && $0.instance == "shop-1-a" })
            }
        }
    }

    @Test func `parts become lines, bytes stay, and a container that is gone is drained`() async throws {
        try await Podman.run { podman in
            try await Fixture.run { fixture in
                let container = try await podman.create("""
                    printf 'a'; sleep 0.2; printf 'b'; echo between >&2; sleep 0.2; echo c
                    printf '\\303\\244\\377\\000!\\n'; echo
                    head -c 40000 /dev/zero | tr '\\000' x; echo
                    printf end
                    """)
                try await fixture.tell(container, state: "serving")
                try await podman.engine.start(container)
                let reader = worker(fixture, podman)
                let reading = Task { try await readOn(fixture, reader) }
                defer { reading.cancel() }
                try await podman.end(of: container)
                try await eventually("the last line is stored, though it has no end", within: .seconds(20)) {
                    try await fixture.stored().last?.text == "end"
                }
                #expect(try await !fixture.store.isDrained(app: fixture.app, container: container))
                try await podman.engine.remove(container, force: true)
                try await eventually("what is gone is drained", within: .seconds(20)) {
                    try await fixture.store.isDrained(app: fixture.app, container: container)
                }
                let lines = try await fixture.stored()
                #expect(lines.filter { $0.stream == "stderr" }.map(\.text) == ["between"])
                let out = lines.filter { $0.stream == "stdout" }.map(\.message)
                #expect(out.first == Array("abc".utf8))
                #expect(out.dropFirst(1).first == [0xC3, 0xA4, 0xFF, 0xEF, 0xBF, 0xBD, 0x21])
                #expect(out.dropFirst(2).first == [])
                #expect(out.dropFirst(3).map(\.count) == [16384, 16384, 7232, 3])
            }
        }
    }

    @Test func `followers hear what was stored, and can tell when they missed something`() async throws {
        try await Podman.run { podman in
            try await Fixture.run { fixture in
                try await withNATS { url in
                    let nats = NATSConnection(
                        NATSConfiguration(url: url, user: "", password: Secret(""), name: "log"), log: Logger(label: "test"))
                    let container = try await podman.create("i=0; while [ $i -lt 300 ]; do i=$((i + 1)); echo $i; done; sleep 600")
                    try await fixture.tell(container, state: "serving")
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await nats.run() }
                        try await nats.connected()
                        let mailbox = try await nats.subscribe("live.v1.log.\(fixture.project).\(fixture.app)", capacity: 64)
                        let heard = Recorder<Proto.LiveLines>()
                        group.addTask {
                            for await message in mailbox {
                                heard.record(try Proto.LiveLines(decoding: message.body))
                                mailbox.done()
                            }
                        }
                        let reader = worker(fixture, podman, LiveLines(nats: nats, log: Logger(label: "test")))
                        group.addTask { try await readOn(fixture, reader) }
                        try await podman.engine.start(container)
                        try await eventually("the last line is heard", within: .seconds(20)) { heard.all.last?.lines.last?.seq == 300 }
                        var known: UInt64 = 0
                        for batch in heard.all {
                            #expect(batch.previousSeq == known && batch.appID == fixture.app.description)
                            known = batch.lines.last?.seq ?? known
                        }
                        #expect(heard.all.flatMap(\.lines) == (try await fixture.stored()))
                        group.cancelAll()
                    }
                }
            }
        }
    }
}
