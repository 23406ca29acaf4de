import Core
import Foundation
import Subprocess
#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The one thing that a registry does not do through its API: sweep blobs that nothing names. Whoever runs the registry gives a
/// program for it, which is run as it is, without a shell, with one word: `collect` sweeps while nobody can push, and
/// `measure` only looks. It answers one line of JSON and 0; `collect` twice does no harm.
struct RegistryMaintenance: Sendable {
    struct Measure: Sendable, Equatable {
        var bytes: Int64
        var free: Int64
        var total: Int64
    }

    /// Its path.
    let program: String
    let patience: Duration

    func measure() async throws(Fault) -> Measure {
        let answer = try await run("measure", within: .seconds(60))
        guard let bytes = answer["bytes"]?.int, let free = answer["free"]?.int, let total = answer["total"]?.int else { throw unreadable(answer) }
        return Measure(bytes: bytes, free: free, total: total)
    }

    /// Bytes on disk before and after.
    func collect() async throws(Fault) -> (before: Int64, after: Int64) {
        let answer = try await run("collect", within: patience)
        guard let before = answer["before"]?.int, let after = answer["after"]?.int else { throw unreadable(answer) }
        return (before, after)
    }

    private func run(_ word: String, within time: Duration) async throws(Fault) -> JSONValue {
        do {
            return try await answer(word, within: time)
        } catch {
            throw Fault.wrapping(error, "asking the registry's program to \(word)")
        }
    }

    private func answer(_ word: String, within time: Duration) async throws -> JSONValue {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(500))]
        let platform = options
        return try await withDeadline(.after(time), "The registry's program") {
            let result = try await Subprocess.run(
                .path(FilePath(program)), arguments: [word], environment: .custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]),
                platformOptions: platform, input: .none, output: .bytes(limit: 64 << 10), error: .bytes(limit: 64 << 10))
            guard result.terminationStatus.isSuccess else {
                let said = String(decoding: result.standardError.suffix(2_000), as: UTF8.self)
                throw Fault(.unavailable, "The registry could not be swept; it is tried again.", detail: "\(word): \(said)")
            }
            return try JSONValue(parsing: result.standardOutput)
        }
    }

    private func unreadable(_ answer: JSONValue) -> Fault {
        .internal("the registry's program answered \(String(answer.encoded().prefix(500)))")
    }
}
