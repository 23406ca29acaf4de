import Core
import Foundation
import HTTPClient
import Synchronization

/// Who we are to the API server, right now. What stands in files is read again after a minute, and at once when the server does not know
/// our token any more: kubelets write a new token long before the old one ends.
final class Credentials: Sendable {
    struct Current: Sendable {
        let trust: HTTPTrust
        let token: Core.Secret<String>?
    }

    private struct Held {
        let current: Current
        let readAt: ContinuousClock.Instant
    }

    private static let freshness = Duration.seconds(60)

    private let configuration: KubernetesConfiguration
    private let reader = CredentialsReader()
    private let held = Mutex<Held?>(nil)

    init(_ configuration: KubernetesConfiguration) {
        self.configuration = configuration
    }

    func current() async throws(KubernetesError) -> Current {
        let held = held.withLock { $0 }
        if let held, !configuration.usesFiles || ContinuousClock.now - held.readAt < Self.freshness { return held.current }
        do throws(KubernetesError) {
            return try await read()
        } catch {
            // A file that is being replaced: what was good is good until the server says otherwise.
            guard let held else { throw error }
            return held.current
        }
    }

    /// Whether there is another token to try than the one that was refused: one that somebody has read meanwhile, or else the file's.
    func renew(after refused: Current) async throws(KubernetesError) -> Bool {
        guard configuration.usesFiles else { return false }
        let token = refused.token?.reveal()
        if let known = held.withLock({ $0?.current.token?.reveal() }), known != token { return true }
        return try await read().token?.reveal() != token
    }

    private func read() async throws(KubernetesError) -> Current {
        let current = try await reader.read(configuration)
        held.withLock { $0 = Held(current: current, readAt: .now) }
        return current
    }
}

/// Reads files on a thread of its own.
private actor CredentialsReader {
    private let lane = Lane("kubernetes-credentials")
    nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    func read(_ configuration: KubernetesConfiguration) throws(KubernetesError) -> Credentials.Current {
        var trust = HTTPTrust()
        trust.caPEM = try bytes(configuration.certificateAuthority, "the certificate authority")?.reveal()
        trust.clientCertificatePEM = try bytes(configuration.clientCertificate, "the client certificate")?.reveal()
        trust.clientKeyPEM = try bytes(configuration.clientKey, "the client key")
        let token = try bytes(configuration.token, "the token").map { bytes in
            Core.Secret(String(decoding: bytes.reveal(), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return Credentials.Current(trust: trust, token: token)
    }

    private func bytes(_ material: KubernetesConfiguration.Material?, _ what: String) throws(KubernetesError) -> Core.Secret<[UInt8]>? {
        switch material {
        case nil: return nil
        case .inline(let bytes): return bytes
        case .file(let path):
            guard let content = try? Data(contentsOf: URL(fileURLWithPath: path)), !content.isEmpty else {
                throw KubernetesError(status: 0, message: "\(what) in \(path) cannot be read", transport: .invalidRequest)
            }
            return Core.Secret([UInt8](content))
        }
    }
}

private extension KubernetesConfiguration {
    var usesFiles: Bool {
        [certificateAuthority, clientCertificate, clientKey, token].contains { material in
            if case .file = material { true } else { false }
        }
    }
}
