import ContainerEngine
import Foundation
import HTTPClient
import Logging
import TestSupport

/// A Podman of one test: its own socket, images and containers in a temporary folder, all gone at the end.
struct Podman: Sendable {
    static let isHere = ["/usr/bin/podman", "/usr/sbin/runc", "/bin/busybox"].allSatisfy(FileManager.default.isExecutableFile) && getuid() == 0

    let engine: ContainerEngine
    private let folder: String

    /// Calls `body` once the engine answers and has the image `localhost/box:1`, a busybox.
    static func run(_ body: @Sendable (Podman) async throws -> Void) async throws {
        let podman = Podman()
        try podman.write()
        let service = try podman.start()
        let outcome: Result<Void, any Error>
        do {
            try await podman.prepare()
            outcome = .success(try await body(podman))
        } catch {
            outcome = .failure(error)
        }
        try podman.remove(service)
        try outcome.get()
    }

    /// A container that runs a shell script; the id is returned before it starts.
    func create(_ script: String, logOf bytes: Int64? = nil) async throws -> String {
        try await engine.create(
            ContainerSpec(name: "t-\(UUID().uuidString.prefix(8).lowercased())", image: "localhost/box:1", command: ["sh", "-c", script],
                log: bytes.map { ContainerLog(maxBytes: $0) }, hasInit: true))
    }

    /// Waits until the container's program has ended.
    func end(of container: String) async throws {
        try await eventually("the container ends", within: .seconds(60)) { try await !engine.inspect(container).running }
    }

    private init() {
        folder = "\(NSTemporaryDirectory())/log-\(UUID().uuidString.prefix(8))"
        var log = Logger(label: "engine")
        log.logLevel = .warning
        engine = ContainerEngine(socket: "\(folder)/podman.sock", http: HTTPClient(), log: log)
    }

    private func write() throws {
        for name in ["tmp", "copy", "box/bin"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        try FileManager.default.copyItem(atPath: "/bin/busybox", toPath: "\(folder)/box/bin/busybox")
        try save("box/Dockerfile", """
            FROM scratch
            COPY bin /bin
            RUN ["/bin/busybox", "--install", "-s", "/bin"]
            RUN ["/bin/busybox", "mkdir", "-m", "1777", "/tmp"]
            """)
        try save("registries.conf", "unqualified-search-registries = []\n")
        try save("storage.conf", "[storage]\ndriver = \"overlay\"\ngraphroot = \"\(folder)/storage\"\nrunroot = \"\(folder)/run\"\n")
        try save("containers.conf", """
            [containers]
            default_ulimits = ["nofile=4096:8192", "nproc=4096:8192"]
            log_driver = "k8s-file"
            [engine]
            runtime = "runc"
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            tmp_dir = "\(folder)/tmp"
            static_dir = "\(folder)/static"
            volume_path = "\(folder)/volumes"
            image_copy_tmp_dir = "\(folder)/copy"
            [network]
            network_backend = "netavark"
            network_config_dir = "\(folder)/networks"
            """)
    }

    private func save(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    private var environment: [String: String] {
        [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder,
            "CONTAINERS_CONF": "\(folder)/containers.conf", "CONTAINERS_STORAGE_CONF": "\(folder)/storage.conf",
            "CONTAINERS_REGISTRIES_CONF": "\(folder)/registries.conf",
        ]
    }

    private func start() throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/podman")
        process.arguments = ["--log-level=error", "system", "service", "--time=0", "unix://\(folder)/podman.sock"]
        process.environment = environment
        process.currentDirectoryURL = URL(filePath: folder)  // conmon leaves marks there
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func prepare() async throws {
        try await eventually("Podman answers", within: .seconds(30)) { (try? await engine.ping()) != nil }
        guard system("tar -C '\(folder)/box' -cf '\(folder)/box.tar' .") == 0 else { throw CocoaError(.fileWriteUnknown) }
        var last: BuildEvent?
        for try await event in try await engine.build(context: "\(folder)/box.tar", dockerfile: "Dockerfile", tag: "localhost/box:1", network: .none) {
            last = event
        }
        guard case .image = last else { throw NoImage(last: last) }
    }

    /// Containers first, by the engine's own command; then the engine, the mounts it left and the files.
    private func remove(_ service: Process) throws {
        let set = environment.map { "\($0)='\($1)'" }.joined(separator: " ")
        _ = system("env \(set) podman rm -fa -t 0 >/dev/null 2>&1 </dev/null")
        service.terminate()
        service.waitUntilExit()
        _ = system("""
            grep ' \(folder)/' /proc/mounts | cut -d' ' -f2 | sort -r | while read -r mount; do umount -l "$mount"; done
            rm -rf '\(folder)'
            """)
    }
}

struct NoImage: Error {
    let last: BuildEvent?
}
