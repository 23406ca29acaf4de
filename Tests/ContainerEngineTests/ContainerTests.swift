import ContainerEngine
import Core
import Foundation
import HTTPClient
import Logging
import Testing
import TestSupport

@Suite(.enabled(if: Engine.isHere, "needs root, podman, docker-registry and busybox-static"))
struct ContainerTests {
    @Test func `the engine tells who it is`() async throws {
        _ = try await Engine.shared.start()
        try await Engine.shared.client.ping()
        let version = try await Engine.shared.client.version()
        #expect(version.isPodman)
        #expect(!version.version.isEmpty)
    }

    @Test func `a container is made, runs, is stopped and removed`() async throws {
        try await withContainer {
            $0.command = ["sleep", "600"]
            $0.labels = ["slipway.test": "life"]
            $0.hasInit = true
        } _: { engine, id in
            let created = try await engine.inspect(id)
            #expect((created.status, created.running, created.startedAt) == ("created", false, nil))
            try await engine.start(id)
            try await engine.start(id)
            let running = try await engine.inspect(id)
            #expect(running.status == "running")
            #expect(running.pid > 1)
            #expect(running.startedAt != nil)
            #expect(running.finishedAt == nil)
            #expect(running.image == "localhost/box:1")
            #expect(running.labels["slipway.test"] == "life")
            let listed = try await engine.list(labels: ["slipway.test": "life"])
            #expect(listed.map(\.id) == [id])
            #expect(listed.first?.name == running.name)
            #expect(try await engine.list(labels: ["slipway.test": "life", "slipway.other": "1"]).isEmpty)

            try await engine.stop(id, timeout: .seconds(5))
            try await engine.stop(id, timeout: .seconds(5))
            let stopped = try await engine.inspect(id)
            #expect((stopped.status, stopped.exitCode, stopped.oomKilled) == ("exited", 143, false))
            #expect(stopped.finishedAt! >= stopped.startedAt!)
            try await engine.remove(id)
            try await engine.remove(id)
            let error = await #expect(throws: EngineError.self) { try await engine.inspect(id) }
            #expect(error?.isNotFound == true)
        }
    }

    @Test func `the end of a process is told with its exit code`() async throws {
        try await withContainer { $0.command = ["sh", "-c", "exit 3"] } _: { engine, id in
            try await engine.start(id)
            #expect(try await engine.wait(id, atMost: .seconds(20)) == 3)
            try await eventually("the state follows") {
                let state = try await engine.inspect(id)
                return state.status == "exited" && state.exitCode == 3 && !state.running
            }
        }
    }

    @Test func `limits and narrow rights reach the process`() async throws {
        try await withContainer {
            $0.command = [
                "sh", "-c",
                """
                grep -E 'CapEff|NoNewPrivs' /proc/self/status; ulimit -n; id -u; pwd; echo "env=$GREETING"
                cat /proc/sys/net/ipv4/ip_unprivileged_port_start; touch /x || echo read-only; touch /tmp/x && echo tmp-ok
                cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null
                cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null
                cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu.max 2>/dev/null
                """,
            ]
            $0.env = ["GREETING=good morning = yes"]
            $0.network = "slirp4netns"
            $0.user = "1000"
            $0.workingDirectory = "/tmp"
            $0.readOnly = true
            $0.tmpfs = ["/tmp": "size=16m"]
            $0.sysctls = ["net.ipv4.ip_unprivileged_port_start": "0"]
            $0.memoryBytes = 64 << 20
            $0.nanoCPUs = 500_000_000
            $0.pidsLimit = 50
        } _: { engine, id in
            try await engine.start(id)
            _ = try await engine.wait(id, atMost: .seconds(20))
            let lines = try await engine.logs(id).all().map { String(decoding: $0.message, as: UTF8.self) }
            let words = lines.map { $0.replacing("\t", with: " ") }
            #expect(words.contains("CapEff: 0000000000000000"))
            #expect(words.contains("NoNewPrivs: 1"))
            #expect(words.prefix(7).contains("8192"))
            #expect(words.contains("1000"))
            #expect(words.contains("/tmp"))
            #expect(words.contains("env=good morning = yes"))
            #expect(words.contains("0"))
            #expect(words.contains("read-only"))
            #expect(words.contains("tmp-ok"))
            #expect(words.contains("67108864"))
            #expect(words.contains("50"))
            #expect(words.contains { $0 == "50000" || $0 == "50000 100000" })
        }
    }

    @Test func `a published port reaches the container, whoever chose it`() async throws {
        try await withContainer {
            $0.command = ["sh", "-c", "echo hello > /tmp/index.html; exec httpd -f -p 8080 -h /tmp"]
            $0.tmpfs = ["/tmp": "size=1m"]
            $0.network = "slirp4netns"
            $0.publish = [PublishedPort(containerPort: 8080)]
        } _: { engine, id in
            try await engine.start(id)
            let port = try #require(try await engine.inspect(id).ports.first)
            #expect((port.hostIP, port.containerPort) == ("127.0.0.1", 8080))
            #expect(port.hostPort > 0)
            let http = Engine.shared.http
            try await eventually("the page is there") {
                (try? await http.send(HTTPRequest(url: "http://127.0.0.1:\(port.hostPort)/")))?.text == "hello\n"
            }
            let stats = try #require(try await engine.stats(id))
            #expect(stats.memoryBytes > 0)
            try await refuseSecond(at: port.hostPort)
        }
    }

    /// A second container for the same port cannot start, and the sentence says why.
    private func refuseSecond(at port: Int) async throws {
        try await withContainer {
            $0.network = "slirp4netns"
            $0.publish = [PublishedPort(hostPort: port, containerPort: 8080)]
        } _: { engine, id in
            let error = await #expect(throws: EngineError.self) { try await engine.start(id) }
            #expect(error?.message.contains("address already in use") == true)
            let state = try await engine.inspect(id)
            #expect(state.status == "created")
        }
    }

    @Test func `memory beyond the limit ends the process`() async throws {
        try await withContainer {
            $0.command = ["dd", "if=/dev/zero", "of=/dev/null", "bs=300M", "count=1"]
            $0.memoryBytes = 32 << 20
        } _: { engine, id in
            try await engine.start(id)
            #expect(try await engine.wait(id, atMost: .seconds(20)) == 137)
        }
    }

    @Test func `refusals come in the engine's own words`() async throws {
        try await withContainer { $0.command = ["/no-such-program"] } _: { engine, id in
            let start = await #expect(throws: EngineError.self) { try await engine.start(id) }
            #expect(start?.message.contains("/no-such-program") == true)
            let name = try await engine.inspect(id).name
            let taken = await #expect(throws: EngineError.self) {
                try await engine.create(ContainerSpec(name: name, image: "localhost/box:1"))
            }
            #expect(taken?.status == 409 || taken?.status == 500)
            #expect(taken?.message.contains(name) == true)
            let missing = await #expect(throws: EngineError.self) {
                try await engine.create(ContainerSpec(name: "x-\(name)", image: "localhost/none:1"))
            }
            #expect(missing?.isNotFound == true)
        }
        let nobody = ContainerEngine(socket: "/nowhere.sock", http: Engine.shared.http, log: Logger(label: "nobody"))
        let silent = await #expect(throws: EngineError.self) { try await nobody.ping() }
        #expect(silent?.isUnanswered == true)
        #expect(silent?.fault.code == .unavailable)
    }

    @Test func `a network whose addresses are another interface's is made anew`() async throws {
        _ = try await Engine.shared.start()
        let engine = Engine.shared.client
        /// As one that was made while the other interface was down: Podman itself would not choose the loopback's addresses.
        func make(_ subnet: String, gateway: String, interface: String) async throws -> String {
            let name = "net-\(UUID().uuidString.prefix(8).lowercased())"
            let id = (0..<2).map { _ in UUID().uuidString.lowercased().filter(\.isHexDigit) }.joined()
            let network: JSONValue = [
                "name": .string(name), "id": .string(id), "driver": "bridge", "network_interface": .string(interface),
                "created": "2026-01-01T00:00:00Z", "subnets": [["subnet": .string(subnet), "gateway": .string(gateway)]],
                "ipv6_enabled": false, "internal": false, "dns_enabled": false, "ipam_options": ["driver": "host-local"],
            ]
            try Data(network.encodedBytes()).write(to: URL(fileURLWithPath: "\(Engine.shared.folder)/networks/\(name).json"))
            #expect(try await engine.subnets(of: name) == [subnet])
            return name
        }
        let name = try await make("127.0.0.0/8", gateway: "127.0.0.1", interface: "swtest0")
        try await engine.ensureNetwork(name)
        let anew = try await engine.subnets(of: name)
        #expect(anew.count == 1 && !anew[0].hasPrefix("127."))
        try await engine.ensureNetwork(name)
        #expect(try await engine.subnets(of: name) == anew, "it is made anew once")
        // Neither one behind a broader range, nor one whose own bridge the interface is, nor one with a container on it.
        for (subnet, gateway, interface) in [("127.77.1.0/24", "127.77.1.1", "swtest1"), ("127.0.0.0/8", "127.0.0.1", "lo")] {
            let kept = try await make(subnet, gateway: gateway, interface: interface)
            try await engine.ensureNetwork(kept)
            #expect(try await engine.subnets(of: kept) == [subnet])
            try await engine.removeNetwork(kept)
        }
        let used = try await make("127.0.0.0/8", gateway: "127.0.0.1", interface: "swtest2")
        var spec = ContainerSpec(name: "on-\(used)", image: "localhost/box:1")
        spec.network = used
        let container = try await engine.create(spec)
        try await engine.ensureNetwork(used)
        #expect(try await engine.subnets(of: used) == ["127.0.0.0/8"])
        try await engine.remove(container, force: true)
        for network in [name, used] { try await engine.removeNetwork(network) }
    }

    @Test func `networks are kept once, found by label and removed`() async throws {
        _ = try await Engine.shared.start()
        let engine = Engine.shared.client
        let name = "net-\(UUID().uuidString.prefix(8).lowercased())"
        try await engine.ensureNetwork(name, labels: ["slipway.test": name])
        try await engine.ensureNetwork(name, labels: ["slipway.test": name])
        #expect(try await engine.listNetworks(label: "slipway.test=\(name)").map(\.name) == [name])
        #expect(try await engine.listNetworks(label: "slipway.test=other").isEmpty)
        try await engine.removeNetwork(name)
        try await engine.removeNetwork(name)
        #expect(try await engine.listNetworks(label: "slipway.test=\(name)").isEmpty)
    }
}

private extension ContainerEngine {
    func subnets(of network: String) async throws -> [String] {
        let found = try await Engine.shared.http.send(HTTPRequest(url: "http://engine/v1.41/networks/\(network)", unixSocket: "\(Engine.shared.folder)/podman.sock"))
        return try (JSONValue(parsing: found.body)["IPAM"]?["Config"]?.array ?? []).compactMap { $0["Subnet"]?.string }
    }
}
