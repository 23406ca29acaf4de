import Testing

@testable import DeployService

@Suite struct HealthTests {
    private static let table = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1
           1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 2
           2: 0B00007F:A001 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3
           3: 0100007F:0016 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 4
        """
    private static let table6 = """
          sl  local_address                         remote_address                        st
           0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0 0 0
           1: 00000000000000000000000001000000:0051 00000000000000000000000000000000:0000 0A 0 0 0
        """

    @Test func `the kernel's tables tell who listens, and where`() {
        let listeners = Listeners(Self.table, Self.table6)
        #expect(listeners.open == [8080, 80])
        #expect(listeners.local == [3000, 81])
        #expect(!listeners.isVersion6(8080) && listeners.isVersion6(80) && !listeners.isVersion6(9000))
        #expect(listeners.sighting(of: 8080) == .ready)
        #expect(listeners.sighting(of: 3000) == .localhostOnly)
        #expect(listeners.sighting(of: 9000) == .listens(port: 80))
        #expect(Listeners("", "").sighting(of: 8080) == .silent)
    }

    @Test func `a wrong port is told after five seconds, in the person's own numbers`() {
        let sighting = Sighting.listens(port: 3000)
        #expect(HealthVerdict(sighting, port: 8080, path: "", elapsed: .seconds(4), deadline: .seconds(60)) == .wait)
        guard case .failed(let failure) = HealthVerdict(sighting, port: 8080, path: "", elapsed: .seconds(5), deadline: .seconds(60)) else {
            return #expect(Bool(false), "it still waits")
        }
        #expect(failure.reason == .portNotListening)
        #expect(failure.message == "The container listens on port 3000, but the app's port is 8080.")
    }

    @Test func `an answer that stays bad is not ready, once the deadline has passed`() {
        let sighting = Sighting.unready("answered 500")
        #expect(HealthVerdict(sighting, port: 1, path: "/health", elapsed: .seconds(59), deadline: .seconds(60)) == .wait)
        guard case .failed(let failure) = HealthVerdict(sighting, port: 1, path: "/health", elapsed: .seconds(60), deadline: .seconds(60))
        else { return #expect(Bool(false), "it still waits") }
        #expect(failure.reason == .notReady)
        #expect(failure.message.contains("GET /health answered 500"))
    }

    @Test func `one that no connection reaches is told after two seconds`() {
        #expect(HealthVerdict(.unreachable, port: 8080, path: "", elapsed: .seconds(1), deadline: .seconds(60)) == .wait)
        guard case .failed(let failure) = HealthVerdict(.unreachable, port: 8080, path: "", elapsed: .seconds(2), deadline: .seconds(60))
        else { return #expect(Bool(false), "it still waits") }
        #expect(failure.reason == .notReady)
        #expect(failure.message.contains("listens on port 8080"))
    }

    @Test func `an exit is read by its code, its memory and its last words`() {
        var exit = ExitVerdict(exitCode: 1, isOutOfMemory: false, memory: "256Mi", imageUser: "", output: "boom")
        #expect(exit.failure.reason == .containerExited)
        exit.output = "mkdir() \"/var/cache/nginx/client_temp\" failed (13: Permission denied)"
        #expect(exit.failure.reason == .imageRequiresRoot)
        exit.imageUser = "1000"
        #expect(exit.failure.reason == .containerExited)
        exit.isOutOfMemory = true
        #expect(exit.failure.message.contains("killed at 256 MiB"))
        #expect(exit.failure.details == exit.output)
    }

    @Test func `a command is started by the shell, and alone where it is simple`() {
        #expect(StartCommand.words("  node server.js ") == ["/bin/sh", "-c", "exec node server.js"])
        #expect(StartCommand.words("migrate && serve")?.last == "migrate && serve")
        #expect(StartCommand.words("FOO=1 serve")?.last == "FOO=1 serve")
        #expect(StartCommand.words("cd app; serve")?.last == "cd app; serve")
        #expect(StartCommand.words("serve --port $PORT")?.last == "exec serve --port $PORT")
        #expect(StartCommand.words(" ") == nil)
    }

    @Test func `an image runs as its own number or as nobody`() {
        #expect(UserOfImage("1000").text == "1000")
        #expect(UserOfImage("1000:1000").text == "1000:1000")
        for root in ["", "0", "root", "node", "0:0", "-1"] { #expect(UserOfImage(root).text == "10001:0") }
    }
}
