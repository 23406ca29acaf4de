import ContainerEngine
import Core
import Foundation
import Synchronization
import Testing
import TestSupport

@Suite(.enabled(if: Engine.isHere, "needs root, podman, docker-registry and busybox-static"))
struct LogTests {
    private func text(_ record: LogRecord) -> String { String(decoding: record.message, as: UTF8.self) }

    @Test func `both streams come apart, with times, an unfinished line too`() async throws {
        let before = Timestamp.now().adding(.seconds(-2))
        try await withContainer {
            $0.command = ["sh", "-c", "echo out; echo err >&2; sleep 0.2; echo; printf '\\303\\244\\377'; sleep 0.2; echo; printf end"]
        } _: { engine, id in
            try await engine.start(id)
            _ = try await engine.wait(id, atMost: .seconds(20))
            let records = try await engine.logs(id).all()
            #expect(records.filter { $0.stream == .stderr }.map(text) == ["err"])
            let out = records.filter { $0.stream == .stdout }
            #expect(out.first.map(text) == "out")
            #expect(out.map(\.message).contains([]))
            #expect(out.map(\.message).contains([0xC3, 0xA4, 0xFF]))
            #expect(out.last.map(text) == "end")
            #expect(out.last?.endsLine == false)
            #expect(records.allSatisfy { $0.time > before && $0.time < .now().adding(.seconds(2)) })
            let later = try await engine.logs(id, since: .now().adding(.seconds(60))).all()
            #expect(later.isEmpty)
        }
    }

    @Test func `following ends with the container, and letting go ends following`() async throws {
        try await withContainer {
            $0.command = ["sh", "-c", "for i in 1 2 3 4 5 6; do echo $i; sleep 0.2; done"]
        } _: { engine, id in
            try await engine.start(id)
            for try await record in try await engine.logs(id, follow: true) {
                #expect(text(record) == "1")
                break
            }
            let all = try await engine.logs(id, follow: true).all()
            #expect(all.map(text) == ["1", "2", "3", "4", "5", "6"])
            #expect(try await !engine.inspect(id).running)
        }
    }

    @Test func `a reader that is cancelled leaves a silent container's log`() async throws {
        try await withContainer {
            $0.command = ["sh", "-c", "echo once; sleep 600"]
            $0.hasInit = true
        } _: { engine, id in
            try await engine.start(id)
            let seen = Seen()
            let reader = Task {
                for try await _ in try await engine.logs(id, follow: true) { seen.count.withLock { $0 += 1 } }
            }
            try await eventually("the line came") { seen.count.withLock { $0 } == 1 }
            reader.cancel()
            let start = ContinuousClock.now
            _ = await reader.result
            #expect(ContinuousClock.now - start < .seconds(2))
            #expect(try await engine.inspect(id).running)
        }
    }

    @Test(arguments: 1...4) func `a flood arrives whole and in order, however slow the reader`(run: Int) async throws {
        try await withContainer {
            $0.command = ["sh", "-c", "i=0; while [ $i -lt 20000 ]; do echo line-$i; i=$((i+1)); done"]
        } _: { engine, id in
            try await engine.start(id)
            var next = 0
            for try await record in try await engine.logs(id, follow: true) {
                guard text(record) == "line-\(next)" else {
                    Issue.record("line \(next) is \(text(record))")
                    break
                }
                next += 1
                if next % 5000 == 0 { try await Task.sleep(for: .milliseconds(100)) }
            }
            #expect(next == 20000)
        }
    }

    @Test func `a log that begins anew is followed into the new file`() async throws {
        try await withContainer {
            $0.command = ["sh", "-c", "sleep 1; i=0; while [ $i -lt 400 ]; do printf 'line-%d %0100d\\n' $i 0; i=$((i+1)); usleep 5000; done"]
            $0.log = ContainerLog(maxBytes: 16 << 10)
        } _: { engine, id in
            try await engine.start(id)
            let lines = try await engine.logs(id, follow: true).all().map { text($0).prefix { $0 != " " } }
            #expect(lines == (0..<400).map { "line-\($0)" }[...].map { $0[...] })
            // The limit was real: what is left is less than what was written.
            #expect(try await engine.logs(id).all().count < 400)
        }
    }

    @Test func `reading goes on where it stopped`() async throws {
        try await withContainer { $0.command = ["sh", "-c", "for i in 1 2 3 4 5 6 7 8 9; do echo $i; done"] } _: { engine, id in
            try await engine.start(id)
            _ = try await engine.wait(id, atMost: .seconds(20))
            let all = try await engine.logs(id).all()
            #expect(all.map(text) == (1...9).map(String.init))
            let fourth = all[3].time
            let seen = all[...3].count { $0.time == fourth }
            let rest = try await engine.logs(id, since: fourth).all().filter { $0.time >= fourth }.dropFirst(seen)
            #expect(rest.map(text) == (5...9).map(String.init))
        }
    }

    @Test func `a container that is not there has no log`() async throws {
        _ = try await Engine.shared.start()
        let error = await #expect(throws: EngineError.self) { try await Engine.shared.client.logs("no-such-container") }
        #expect(error?.isNotFound == true)
    }
}

private final class Seen: Sendable {
    let count = Mutex(0)
}
