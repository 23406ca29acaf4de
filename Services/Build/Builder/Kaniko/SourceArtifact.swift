import ContainerEngine
import Core
import Crypto
import Dispatch
import Foundation

/// A packed source as an OCI artifact: a blob, and the manifest that keeps it from the registry's collection until it is deleted.
struct SourceArtifact: Sendable {
    static let manifestType = "application/vnd.oci.image.manifest.v1+json"
    private static let empty: [UInt8] = Array("{}".utf8)

    let source: StoredSource
    /// Of the tar.
    let blob: String
    private let manifest: [UInt8]
    private let file: String

    /// What it will be, before anything is sent.
    static func of(_ file: String, for build: Build, in place: RegistryPlace) async throws -> SourceArtifact {
        let (blob, size) = try await measure(file)
        let layer: JSONValue = ["mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": .string(blob), "size": .int(size)]
        let manifest: JSONValue = [
            "schemaVersion": 2, "mediaType": .string(manifestType),
            "config": [
                "mediaType": "application/vnd.oci.image.config.v1+json", "digest": .string(digest(empty)), "size": .int(Int64(empty.count)),
            ],
            "layers": [layer], "annotations": ["slipway.build": .string(build.id.description)],
        ]
        let bytes = manifest.encodedBytes()
        let source = StoredSource(build: build.id, attempt: build.attempt, repository: KanikoNames.sourceRepository(build, in: place), digest: digest(bytes))
        return SourceArtifact(source: source, blob: blob, manifest: bytes, file: file)
    }

    func push(to registry: RegistryClient) async throws(EngineError) {
        try await registry.upload(file, digest: blob, to: source.repository)
        try await registry.upload(Self.empty, digest: Self.digest(Self.empty), to: source.repository)
        try await registry.putManifest(manifest, type: Self.manifestType, to: source.repository, tag: "attempt-\(source.attempt)")
    }

    private static func digest(_ bytes: [UInt8]) -> String { "sha256:" + Hex.encode(Array(SHA256.hash(data: bytes))) }

    /// On a thread that may wait for a disk.
    private static func measure(_ file: String) async throws -> (digest: String, size: Int64) {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
                        defer { try? handle.close() }
                        var (hash, size) = (SHA256(), Int64(0))
                        while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty {
                            hash.update(data: chunk)
                            size += Int64(chunk.count)
                        }
                        return ("sha256:" + Hex.encode(Array(hash.finalize())), size)
                    })
            }
        }
    }
}
