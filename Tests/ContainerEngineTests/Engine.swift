import ContainerEngine
import Core
import Foundation
import HTTPClient
import Logging
import Testing
import TestSupport

/// A Podman of this run alone: its own socket, configuration, images and containers in a temporary folder, and a registry beside it.
///
/// Started by the first test that asks, ended with the process by `atexit`.
actor Engine {
    static let shared = Engine()

    static let isHere = ["/usr/bin/podman", "/usr/bin/docker-registry", "/bin/busybox"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    } && getuid() == 0

    /// Clean: the engine compares paths as texts.
    nonisolated let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("engine-\(UUID().uuidString.prefix(8))").path
    nonisolated let http = HTTPClient()
    private var ready: Task<String, any Error>?

    nonisolated var client: ContainerEngine {
        var log = Logger(label: "engine")
        log.logLevel = .warning
        return ContainerEngine(socket: "\(folder)/podman.sock", http: http, log: log)
    }

    /// The registry's host and port, once all is up; the image `localhost/box:1` is there.
    func start() async throws -> String {
        if let ready { return try await ready.value }
        let task = Task { try await bringUp() }
        ready = task
        return try await task.value
    }

    private func bringUp() async throws -> String {
        let registry = "127.0.0.1:\(try freePort())"
        try write(registry)
        setenv("SLIPWAY_TEST_ENGINE", folder, 1)
        atexit { Engine.tearDown() }
        try run("/usr/bin/docker-registry", "serve", "\(folder)/registry.yml")
        try run("/usr/bin/podman", "--log-level=error", "system", "service", "--time=0", "unix://\(folder)/podman.sock")
        let client = client
        try await eventually("Podman answers", within: .seconds(30)) {
            do throws(EngineError) {
                try await client.ping()
                return true
            } catch {
                return false
            }
        }
        let image = try context(
            ["Dockerfile": "FROM scratch\nCOPY bin /bin\nRUN [\"/bin/busybox\",\"--install\",\"-s\",\"/bin\"]\nCMD [\"/bin/sh\"]\n"],
            binaries: ["/bin/busybox"])
        let events = try await client.build(context: image, dockerfile: "Dockerfile", tag: "localhost/box:1", network: .none).all()
        guard case .image = events.last else { throw NoImage(events: events) }
        return registry
    }

    private nonisolated func write(_ registry: String) throws {
        for name in ["tmp", "copy", "bin"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        try save("containers.conf", """
            [containers]
            default_ulimits = ["nofile=4096:8192", "nproc=4096:8192"]
            log_driver = "k8s-file"
            [engine]
            runtime = "runc"
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            tmp_dir = "\(folder)/tmp"
            image_copy_tmp_dir = "\(folder)/copy"
            [network]
            network_backend = "netavark"
            network_config_dir = "\(folder)/networks"
            """)
        try save("storage.conf", """
            [storage]
            driver = "overlay"
            graphroot = "\(folder)/storage"
            runroot = "\(folder)/run"
            """)
        try save("registries.conf", """
            unqualified-search-registries = []
            short-name-mode = "disabled"
            [[registry]]
            location = "\(registry)"
            insecure = true
            """)
        try save("registry.yml", """
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: \(folder)/registry}, delete: {enabled: true}}
            http: {addr: "\(registry)"}
            """)
        // Builds must not reach this machine's loopback; buildah does not say so itself.
        try save("bin/slirp4netns", "#!/bin/sh\nexec /usr/bin/slirp4netns --disable-host-loopback \"$@\"\n")
        chmod("\(folder)/bin/slirp4netns", 0o755)
    }

    private nonisolated func save(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    @discardableResult private nonisolated func run(_ program: String, _ arguments: String...) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = Self.environment(folder)
        process.currentDirectoryURL = URL(fileURLWithPath: folder)  // conmon leaves marks there
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try save("\(process.processIdentifier).pid", "")
        return process
    }

    private static func environment(_ folder: String) -> [String: String] {
        [
            "PATH": "\(folder)/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder,
            "CONTAINERS_CONF": "\(folder)/containers.conf", "CONTAINERS_STORAGE_CONF": "\(folder)/storage.conf",
            "CONTAINERS_REGISTRIES_CONF": "\(folder)/registries.conf",
        ]
    }

    /// A tar file with these texts, and these programs under `bin`.
    nonisolated func context(_ files: [String: String], binaries: [String] = []) throws -> String {
        let tree = "\(folder)/context-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: "\(tree)/bin", withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(tree)/\(name)")) }
        for binary in binaries { try FileManager.default.copyItem(atPath: binary, toPath: "\(tree)/bin/\(URL(fileURLWithPath: binary).lastPathComponent)") }
        guard system("tar -C '\(tree)' -cf '\(tree).tar' . </dev/null") == 0 else { throw CocoaError(.fileWriteUnknown) }
        return "\(tree).tar"
    }

    /// With the engine's own command, so that nothing of a killed test stays: containers, then processes, then mounts, then files.
    private static func tearDown() {
        guard let folder = ProcessInfo.processInfo.environment["SLIPWAY_TEST_ENGINE"] else { return }
        let set = environment(folder).map { "\($0)='\($1)'" }.joined(separator: " ")
        _ = system("""
            env \(set) podman rm -fa -t 0 >/dev/null 2>&1 </dev/null
            for file in '\(folder)'/*.pid; do kill -9 $(basename "$file" .pid); done
            grep ' \(folder)/' /proc/mounts | cut -d' ' -f2 | sort -r | while read -r mount; do umount -l "$mount"; done
            rm -rf '\(folder)'
            """)
    }
}

extension AsyncThrowingStream where Element: Sendable {
    func all() async throws -> [Element] {
        var elements: [Element] = []
        for try await element in self { elements.append(element) }
        return elements
    }
}

/// Runs `body` with a container's name, and removes the container whatever happens.
func withContainer(
    _ change: (inout ContainerSpec) -> Void, _ body: (ContainerEngine, String) async throws -> Void
) async throws {
    _ = try await Engine.shared.start()
    let engine = Engine.shared.client
    var spec = ContainerSpec(name: "t-\(UUID().uuidString.prefix(8).lowercased())", image: "localhost/box:1")
    change(&spec)
    let id = try await engine.create(spec)
    do {
        try await body(engine, id)
    } catch {
        try? await engine.remove(id, force: true)
        throw error
    }
    try await engine.remove(id, force: true)
}

struct NoImage: Error {
    let events: [BuildEvent]
}
