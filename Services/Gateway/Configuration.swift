import Core
import Hosting

/// What the gateway reads beside what every service reads.
struct Configuration: Sendable {
    static let settings: [Setting] = [
        Setting("http.host", default: "127.0.0.1", about: "Where the API listens."),
        Setting("http.port", about: "The port of the API."),
        Setting("http.maxConnections", default: "4096", about: "Connections at most; others wait in the kernel's queue."),
        Setting("http.proxies", default: "", about: "Addresses and networks of proxies, beside loopback, whose X-Forwarded-For is believed: 10.244.0.0/16,192.0.2.7."),
        Setting("public.url", about: "Where people find the installation: https://slipway.example."),
        Setting("limits.strangers", default: "120", about: "Sign-ups and log-ins at once per address; two more every second."),
        Setting("actor.privateKey", .file, about: "Signs who a call is made for: 64 hex digits, Ed25519."),
        Setting("jwt.privateKey", .file, about: "Signs access tokens: 64 hex digits, Ed25519."),
        Setting("user.envelopePublicKey", .file, about: "Seals passwords to the user service: 64 hex digits, X25519."),
        Setting("app.envelopePublicKey", .file, about: "Seals variables to the app service: 64 hex digits, X25519."),
        Setting("gateway.envelopePrivateKey", .file, about: "Opens variables that the app service sealed: 64 hex digits, X25519."),
    ]

    let host: String
    let port: Int
    let maxConnections: Int
    let proxies: AddressNetworks
    /// "https://slipway.example", without a path.
    let origin: String
    let isSecure: Bool
    let strangers: Int
    let actorKey: [UInt8]
    let tokenKey: [UInt8]
    let userKey: [UInt8]
    let appKey: [UInt8]
    let ownKey: [UInt8]

    init(_ settings: Settings) throws(Fault) {
        host = try settings.string("http.host", default: "127.0.0.1")
        port = try settings.int("http.port", in: 0...65_535)
        maxConnections = try settings.int("http.maxConnections", default: 4_096, in: 1...1_000_000)
        let named = try settings.list("http.proxies", default: [])
        guard let networks = AddressNetworks(named) else {
            let text = named.joined(separator: ",")
            throw Fault(.failedPrecondition, "SLIPWAY_HTTP_PROXIES is \"\(text)\", but each of it must be an address or a network such as 10.244.0.0/16.")
        }
        proxies = networks
        let url = try settings.string("public.url")
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw Fault(.failedPrecondition, "SLIPWAY_PUBLIC_URL is \"\(url)\", but must begin with https:// or http://.")
        }
        isSecure = url.hasPrefix("https://")
        origin = url.split(separator: "/", omittingEmptySubsequences: true).prefix(2).joined(separator: "//")
        strangers = try settings.int("limits.strangers", default: 120, in: 1...100_000)
        actorKey = try settings.key("actor.privateKey")
        tokenKey = try settings.key("jwt.privateKey")
        userKey = try settings.key("user.envelopePublicKey", isPrivate: false)
        appKey = try settings.key("app.envelopePublicKey", isPrivate: false)
        ownKey = try settings.key("gateway.envelopePrivateKey")
    }
}
