import Core
import Foundation
import Subprocess
#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs Git: arguments as an array, no shell, an environment of its own, a deadline, and bounds on what it says and writes.
///
/// Protocols are refused one and all and then allowed by name; hooks, credential helpers, redirects, the machine's and
/// the user's configuration are out of reach. Nothing is ever checked out: files are read as blobs and leave as a tar.
package struct GitProcess: Sendable {
    /// What Git said, within bounds.
    struct Answer: Sendable {
        var isSuccess: Bool
        var output: [UInt8]
        var complaint: String
        var text: String { String(decoding: output, as: UTF8.self) }
    }

    private let home: String
    private let allowsHTTP: Bool
    /// No file that Git writes may become larger, be it a pack or an archive.
    private let largestFile: Int64

    /// - Parameter home: an empty folder that stands in for HOME.
    package init(home: String, allowsHTTP: Bool, largestFile: Int64) {
        self.home = home
        self.allowsHTTP = allowsHTTP
        self.largestFile = largestFile
    }

    func run(
        _ arguments: [String], in folder: String? = nil, pinned: PinnedRepository? = nil, deadline: Deadline,
        limit: Int = 1 << 20
    ) async throws -> Answer {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(500))]
        let platform = options
        let all = ["--fsize=\(largestFile)", "--core=0", "--", "git"] + configuration(pinned) + arguments
        let variables = environment
        let place = folder.map { FilePath($0) }
        return try await withDeadline(deadline, "git") {
            let result = try await Subprocess.run(
                .name("prlimit"), arguments: Arguments(all), environment: variables, workingDirectory: place,
                platformOptions: platform, input: .none, output: .bytes(limit: limit), error: .bytes(limit: 1 << 18))
            return Answer(
                isSuccess: result.terminationStatus.isSuccess, output: result.standardOutput,
                complaint: String(decoding: result.standardError, as: UTF8.self))
        }
    }

    private func configuration(_ pinned: PinnedRepository?) -> [String] {
        var settings = [
            "protocol.allow=never", "protocol.https.allow=always", "core.hooksPath=/dev/null", "core.symlinks=false",
            "http.followRedirects=false", "http.lowSpeedLimit=100", "http.lowSpeedTime=30", "credential.helper=",
            "core.askPass=", "gc.auto=0", "maintenance.auto=false", "fetch.fsckObjects=false", "submodule.recurse=false",
            "fetch.recurseSubmodules=false", "tar.umask=0002", "core.attributesFile=/dev/null", "safe.directory=*",
        ]
        if allowsHTTP { settings.append("protocol.http.allow=always") }
        if let pinned { settings.append("http.curloptResolve=\(pinned.pin)") }
        return settings.flatMap { ["-c", $0] }
    }

    private var environment: Environment {
        .custom([
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home, "LC_ALL": "C",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0",
            "GIT_ALLOW_PROTOCOL": allowsHTTP ? "https:http" : "https", "GIT_LFS_SKIP_SMUDGE": "1", "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_ADVICE": "0",
        ])
    }
}
