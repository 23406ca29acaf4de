import Core
import Crypto
import Foundation
import HTTPClient

/// `slipway-build unpack`: what the init container of a build runs. It fetches one blob of the registry, holds it against its digest,
/// and unpacks it. It reads no setting and knows nothing of Slipway beside this.
struct Unpack: Sendable {
    let url: String
    let digest: String
    let folder: String
    let tokenFile: String
    /// PEM, of who vouches for the registry beside those whom everybody trusts.
    let authorityFile: String

    private static let attempts = 6

    /// Nil, and a sentence on standard error, for arguments that are not these.
    init?(_ arguments: some Sequence<String>) {
        var given: [String: String] = [:]
        for argument in arguments {
            let sides = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, ["--from", "--digest", "--to", "--token-file", "--certificate-authority"].contains(String(sides[0])) else { return nil }
            given[String(sides[0])] = String(sides[1])
        }
        guard let url = given["--from"], let digest = given["--digest"], let folder = given["--to"] else { return nil }
        (self.url, self.digest, self.folder) = (url, digest, folder)
        (tokenFile, authorityFile) = (given["--token-file"] ?? "", given["--certificate-authority"] ?? "")
    }

    static let usage = "slipway-build unpack --from=URL --digest=sha256:… --to=FOLDER [--token-file=FILE] [--certificate-authority=FILE]"

    /// Tries again what is not there for a moment, as long as nothing was unpacked.
    func run() async throws {
        let http = HTTPClient()
        for attempt in 1... {
            var stream: HTTPStream?
            do throws(HTTPError) {
                stream = try await open(http)
            } catch {
                guard attempt < Self.attempts else { throw error }
            }
            if let stream, stream.status < 500 || attempt >= Self.attempts { return try await unpack(stream, http) }
            try await Task.sleep(for: .seconds(attempt))
        }
    }

    /// A registry may send to its storage: there the token has no business, and the digest says whether it is what was asked for.
    private func open(_ http: HTTPClient) async throws(HTTPError) -> HTTPStream {
        let token = (try? String(contentsOfFile: tokenFile, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        let trust = FileManager.default.contents(atPath: authorityFile).map { HTTPTrust.system(and: Array($0)) } ?? HTTPTrust()
        let stream = try await http.stream(HTTPRequest(url: url, timeout: .seconds(900), tls: trust, bearer: token.isEmpty ? nil : Secret(token)))
        guard (300..<400).contains(stream.status), let place = stream.header("Location"), place.hasPrefix("http") else { return stream }
        return try await http.stream(HTTPRequest(url: place, timeout: .seconds(900), tls: trust))
    }

    private func unpack(_ stream: HTTPStream, _ http: HTTPClient) async throws {
        guard stream.status == 200 else { throw SourceFolder.Refused(description: "the registry answered \(stream.status) for \(url)") }
        let target = try SourceFolder(folder)
        var (reader, hash) = (TarReader(), SHA256())
        while let chunk = try await stream.body.next() {
            hash.update(data: chunk)
            for piece in try reader.feed(chunk) {
                switch piece {
                case .entry(let entry): try target.add(entry)
                case .contents(let bytes): try target.write(bytes)
                }
            }
        }
        target.endFile()
        try reader.finish()
        let found = "sha256:" + Hex.encode(Array(hash.finalize()))
        guard found == digest else { throw SourceFolder.Refused(description: "the source is \(found), not \(digest)") }
    }
}
