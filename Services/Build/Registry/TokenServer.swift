import Core
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// The registry's token service, for whoever asks with a name and a password: nodes, which pull images and nothing else. Builds are given
/// their tokens and ask nobody.
struct TokenServer: ServiceLifecycle.Service {
    /// How long a node may use what it got; it asks again for the next image.
    private static let life = Duration.seconds(300)
    static let node = "node"

    let tokens: RegistryTokens
    let password: Secret<String>
    let host: String
    let port: Int
    let log: Logger
    var listening: @Sendable (Int) -> Void = { _ in }

    func run() async throws {
        var quiet = log
        quiet.logLevel = max(log.logLevel, .warning)
        let application = Application(
            router: router(), configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { [listening] channel in listening(channel.localAddress?.port ?? 0) }, logger: quiet)
        do {
            try await application.run()
        } catch {
            throw Fault(.unavailable, "The registry's token service can't listen on \(host):\(port).", detail: String(reflecting: error))
        }
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("token") { request, _ in
            let scopes = request.uri.queryParameters.getAll("scope").map { String($0) }
            guard request.uri.queryParameters.get("service") == tokens.service, isNode(request.headers[.authorization] ?? "") else {
                return Response(status: .unauthorized, headers: [.wwwAuthenticate: #"Basic realm="slipway""#], body: ResponseBody(byteBuffer: ByteBuffer()))
            }
            let grants = scopes.compactMap(Self.grant)
            let token = tokens.token(grants, for: Self.node, lasting: Self.life)
            let answer: JSONValue = [
                "token": .string(token.reveal()), "access_token": .string(token.reveal()), "expires_in": .int(Self.life.components.seconds),
            ]
            return Response(
                status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.encodedBytes())))
        }
        return router
    }

    /// In constant time: nobody learns the password by asking.
    private func isNode(_ header: String) -> Bool {
        guard header.lowercased().hasPrefix("basic "), let given = RegistryTokens.decode(base64: String(header.dropFirst(6))) else { return false }
        let wanted = Array("\(Self.node):\(password.reveal())".utf8)
        guard given.count == wanted.count else { return false }
        return zip(given, wanted).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// `repository:acme/shop:pull,push`, of which a node gets the pull.
    static func grant(_ scope: String) -> RegistryTokens.Grant? {
        let parts = scope.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts.first == "repository", let actions = parts.last, actions.split(separator: ",").contains("pull") else { return nil }
        return RegistryTokens.Grant(repository: parts[1..<(parts.count - 1)].joined(separator: ":"), actions: ["pull"])
    }
}
