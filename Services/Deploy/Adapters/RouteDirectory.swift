import Core
import Foundation
import Telemetry

/// The folder that the router watches: one file per app, written by rename under a lock, never by an older generation.
///
/// Disk blocks, so it has a lane of its own. The lock is a file's (`flock`), because replicas share the folder.
actor RouteDirectory {
    enum Outcome: Sendable, Equatable {
        case written
        case unchanged
        /// The file there is newer: of this generation.
        case refused(Int64)
    }

    private let lane: Lane
    private let path: String
    private let installation: String

    nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    init(path: String, installation: String) {
        lane = Lane("slipway.routes")
        self.path = path
        self.installation = installation
    }

    var folder: String { path }

    func write(_ file: RouteFile) throws(Fault) -> Outcome {
        let start = ContinuousClock.now
        do throws(Fault) {
            let outcome = try put(file)
            Figures.router.observe(since: start, "write file", "ok")
            return outcome
        } catch {
            Figures.router.observe(since: start, "write file", "failed")
            throw error
        }
    }

    private func put(_ file: RouteFile) throws(Fault) -> Outcome {
        try locked { () throws(Fault) -> Outcome in
            let target = "\(path)/\(RouteFile.name(file.app))"
            if let there = read(target) {
                if there == file.text { return .unchanged }
                if let heading = RouteFile.Heading(there), heading.generation > file.generation { return .refused(heading.generation) }
            }
            // The dot keeps the router from reading a half-written file.
            let draft = "\(path)/.\(RouteFile.name(file.app)).\(Random.token(6))"
            do {
                try Data(file.text.utf8).write(to: URL(filePath: draft))
            } catch {
                throw .wrapping(error, "writing the route file \(draft)")
            }
            guard rename(draft, target) == 0 else {
                let problem = String(cString: strerror(errno))
                unlink(draft)
                throw .internal("renaming the route file to \(target): \(problem)")
            }
            return .written
        }
    }

    func remove(_ app: AppID) throws(Fault) {
        try locked { () throws(Fault) in
            let target = "\(path)/\(RouteFile.name(app))"
            guard unlink(target) == 0 || errno == ENOENT else {
                throw .internal("removing the route file \(target): \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Apps of this installation that have a file.
    func apps() throws(Fault) -> [AppID] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch { throw .wrapping(error, "listing route files") }
        return names.compactMap { name in
            guard name.hasPrefix("app-"), name.hasSuffix(".yml"), let text = read("\(path)/\(name)"),
                let heading = RouteFile.Heading(text), heading.installation == installation
            else { return nil }
            return heading.app
        }
    }

    private func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    private func locked<T>(_ body: () throws(Fault) -> T) throws(Fault) -> T {
        let descriptor = open("\(path)/.slipway-routes.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .internal("opening the lock of the route files in \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX) == 0 else { throw .internal("locking the route files: \(String(cString: strerror(errno)))") }
        return try body()
    }
}
