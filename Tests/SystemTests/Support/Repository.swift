import Core
import Foundation

/// A Git repository that the platform reaches over HTTP, as it would any other.
struct Repository: Sendable {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    let url: String
    private let work: String

    /// Made with these files on `main`.
    init(_ platform: Platform, _ files: [String: String], name: String = "r" + Hex.encode(Random.bytes(6))) throws {
        let bare = "\(platform.gitFolder)/\(name).git"
        work = NSTemporaryDirectory() + "slipway-test-\(name)"
        url = "\(platform.gitURL)/\(name).git"
        try Self.git(["init", "--quiet", "--bare", "--initial-branch=main", bare])
        try Self.git(["-C", bare, "config", "http.receivepack", "false"])
        try Self.git(["init", "--quiet", "--initial-branch=main", work])
        try Self.git(["-C", work, "remote", "add", "origin", bare])
        _ = try commit("Begin", files)
    }

    /// Writes the files, commits, pushes; the commit's id.
    func commit(_ message: String, _ files: [String: String], branch: String = "main") throws -> String {
        for (path, text) in files {
            let full = "\(work)/\(path)"
            try FileManager.default.createDirectory(atPath: (full as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try text.write(toFile: full, atomically: true, encoding: .utf8)
        }
        try Self.git(["-C", work, "add", "--all"])
        try Self.git(["-C", work, "-c", "user.name=Tester", "-c", "user.email=tester@example.org", "commit", "--quiet", "--allow-empty", "-m", message])
        try Self.git(["-C", work, "push", "--quiet", "--force", "origin", "HEAD:\(branch)"])
        return try Self.git(["-C", work, "rev-parse", "HEAD"]).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @discardableResult
    private static func git(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/git")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(description: "git \(arguments.joined(separator: " ")): \(said)") }
        return said
    }
}
