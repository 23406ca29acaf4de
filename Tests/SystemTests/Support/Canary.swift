import Core
import Crypto
import Foundation
import HTTPClient
import Testing

/// A value that must be nowhere, and where to look for it.
struct Canary: Sendable {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    var value = "canary-\(Hex.encode(Random.bytes(12)))/+ \"q\""

    var sum: String { Hex.encode(Array(SHA256.hash(data: Data(value.utf8)))) }

    private var forms: [String] {
        let base64 = Data(value.utf8).base64EncodedString()
        return [String(value.prefix(20)), String(base64.prefix(24)), Hex.encode(Array(value.utf8))]
    }

    func isIn(_ data: Data) -> Bool { forms.contains { data.range(of: Data($0.utf8)) != nil } }
    func isIn(_ text: String) -> Bool { isIn(Data(text.utf8)) }

    /// Files below a folder that have it.
    func files(below folder: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.filter { name in FileManager.default.contents(atPath: "\(folder)/\(name)").map(isIn) ?? false }
    }

    /// Processes that show it to everybody, while `body` runs.
    func processes<T: Sendable>(during body: @Sendable () async throws -> T) async throws -> (T, [String]) {
        let looking = Task {
            var found: Set<String> = []
            while !Task.isCancelled {
                for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] where Int(name) != nil {
                    guard let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline"), isIn(line) else { continue }
                    found.insert(String(decoding: line.prefix(80), as: UTF8.self))
                }
                try? await Task.sleep(for: .milliseconds(20))
            }
            return found.sorted()
        }
        do {
            let value = try await body()
            looking.cancel()
            return (value, await looking.value)
        } catch {
            looking.cancel()
            throw error
        }
    }

    /// Jobs and Pods of a cluster that have it, while `body` runs.
    func objects<T: Sendable>(in cluster: Cluster?, during body: @Sendable () async throws -> T) async throws -> (T, [String]) {
        guard let cluster else { return (try await body(), []) }
        let looking = Task {
            var (found, looked): (Set<String>, Int) = ([], 0)
            while !Task.isCancelled {
                let told = (try? await cluster.kubectl("get", "jobs,pods", "-A", "-l", "slipway.build", "-o", "json")) ?? ""
                for object in (try? JSONValue(parsing: told))?["items"]?.array ?? [] {
                    looked += 1
                    if isIn(object.encoded()) { found.insert(object["metadata"]?["name"]?.string ?? "") }
                }
                try? await Task.sleep(for: .milliseconds(300))
            }
            return looked > 0 ? found.sorted() : ["no Job was seen"]
        }
        do {
            let value = try await body()
            looking.cancel()
            return (value, await looking.value)
        } catch {
            looking.cancel()
            throw error
        }
    }

    /// Databases whose dump has it.
    func databases(_ platform: Platform) throws -> [String] {
        let pid = try #require(try platform.pids("build").first)
        let told = String(decoding: FileManager.default.contents(atPath: "/proc/\(pid)/environ") ?? Data(), as: UTF8.self)
        let port = try #require(told.split(separator: "\0").first { $0.hasPrefix("SLIPWAY_DATABASE_PORT=") }?.split(separator: "=").last)
        let password = try String(contentsOfFile: platform.home + "/secrets/postgres-admin", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        return try ["user", "project", "app", "build", "deploy", "log", "gateway"].filter { service in
            let arguments = ["-h", "127.0.0.1", "-p", String(port), "-U", "slipway_admin", "slipway_\(service)"]
            let dump = try Self.output("/usr/bin/pg_dump", arguments, ["PGPASSWORD": password])
            guard dump.range(of: Data("CREATE TABLE".utf8)) != nil else { throw Failed(description: "the dump of \(service) has no table") }
            return isIn(dump)
        }
    }

    /// Blobs of a project's cached layers that have it, of how many.
    func cache(_ platform: Platform, project: String) async throws -> (found: [String], looked: Int) {
        let answer = try await HTTPClient().send(platform.askingRegistry("\(project)/cache/tags/list"))
        guard answer.status == 200 || answer.status == 404 else { throw Failed(description: "tags of the cache: \(answer.status)") }
        var (found, looked) = ([String](), 0)
        for tag in try JSONValue(parsing: answer.body)["tags"]?.array?.compactMap(\.string) ?? [] {
            let blobs = try await blobs(of: "\(platform.registry)/\(project)/cache@\(tag)", platform)
            (found, looked) = (found + blobs.found, looked + blobs.looked)
        }
        return (found, looked)
    }

    /// Blobs of an image in the registry that have it, of how many.
    func blobs(of image: String, _ platform: Platform) async throws -> (found: [String], looked: Int) {
        let http = HTTPClient()
        let slash = try #require(image.firstIndex(of: "/")), at = try #require(image.firstIndex(of: "@"))
        #expect(image[..<slash] == platform.registry)
        let (name, digest) = (image[image.index(after: slash)..<at], image[image.index(after: at)...])
        func get(_ path: String) async throws -> Data {
            var request = try platform.askingRegistry("\(name)/\(path)")
            request.timeout = .seconds(60)
            request.headers = [("Accept", "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json")]
            let answer = try await http.send(request)
            guard answer.status == 200 else { throw Failed(description: "\(path) of \(name): \(answer.status)") }
            return Data(answer.body)
        }
        let manifest = try await get("manifests/\(digest)")
        var found = isIn(manifest) ? ["manifest"] : []
        let json = try JSONValue(parsing: Array(manifest))
        let parts = [json["config"]].compactMap(\.self) + (json["layers"]?.array ?? [])
        for part in parts.compactMap({ $0["digest"]?.string }) {
            var blob = try await get("blobs/\(part)")
            if blob.starts(with: [0x1F, 0x8B]) { blob = try Self.output("/bin/gzip", ["-dc"], [:], input: blob) }
            if isIn(blob) { found.append(part) }
        }
        return (found, parts.count)
    }

    private static func output(_ program: String, _ arguments: [String], _ environment: [String: String], input: Data? = nil) throws -> Data {
        let process = Process(), output = Pipe()
        let file = NSTemporaryDirectory() + "slipway-canary-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try (input ?? Data()).write(to: URL(fileURLWithPath: file))
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        (process.standardInput, process.standardOutput) = (try FileHandle(forReadingFrom: URL(fileURLWithPath: file)), output)
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(description: "\(program) ended with \(process.terminationStatus)") }
        return said
    }
}
