import Core
import Messages

/// Everything needed to run one version of an app, sealed: what is in it never changes.
struct Release: Sendable, Equatable {
    var app: AppID
    var number: Int
    var image: String
    var config: Int
    var commit: String?
    var branch: String
    var commitMessage: String
    var build: BuildID?
    var run: RunSettings
    /// Values stay ciphertext until a container is made.
    var variables: [SealedValue]
    var createdAt: Timestamp
}

/// How an image is run: the config's settings, completed by what the image says of itself.
struct RunSettings: Sendable, Equatable {
    var port: Int
    /// Empty: the image's own.
    var command: String
    var healthPath: String
    var cpu: String
    var memory: String
    var isReadOnly: Bool
    var imageUser: String
    /// What the image and its Procfile said, kept for the next release of the same image.
    var exposedPort: Int
    var procfileCommand: String

    init(_ run: Proto.RunSettings?, exposedPort: Int, procfileCommand: String, imageUser: String) {
        let run = run ?? Proto.RunSettings()
        port = run.port > 0 ? Int(run.port) : exposedPort > 0 ? exposedPort : 8_080
        command = run.command.isEmpty ? procfileCommand : run.command
        healthPath = run.healthPath
        cpu = run.cpu.isEmpty ? "500m" : run.cpu
        memory = run.memory.isEmpty ? "512Mi" : run.memory
        isReadOnly = run.readOnly
        self.imageUser = imageUser
        self.exposedPort = exposedPort
        self.procfileCommand = procfileCommand
    }
}

/// A variable under the master key, in the place of its release.
struct SealedValue: Sendable, Equatable {
    var key: String
    var isSecret: Bool
    var value: [UInt8]

    /// The place that is sealed in: a ciphertext moved elsewhere does not open.
    static func place(app: AppID, release: Int, key: String) -> String { "v1/releases/\(app)/\(release)/\(key)" }

    /// The place the app service seals in.
    static func placeInApp(_ app: AppID, key: String) -> String { "v1/variables/\(app)/\(key)" }
}
