import Core
import Hosting
import Sealing

/// What this service reads beyond what every service reads.
struct Configuration: Sendable {
    static let settings = [
        Setting("master.key", .file, about: "Seals the values of variables: 64 hex digits, mode 0600; in a rotation the earlier key in a line below."),
        Setting("app.envelopePrivateKey", .file, about: "Opens the variables that the gateway seals: 64 hex digits, X25519, mode 0600."),
        Setting("gateway.envelopePublicKey", .file, about: "Seals variables that only the gateway may read: 64 hex digits, X25519."),
        Setting("build.envelopePublicKey", .file, about: "Seals variables that only the build service may read: 64 hex digits, X25519."),
        Setting("apps.domain", default: "localhost", about: "The domain under which apps get their hosts."),
        Setting("apps.scheme", default: "http", about: "How apps are reached: http or https."),
        Setting("apps.port", default: "", about: "The port at which apps are reached, where it is not the scheme's own."),
    ]

    let masterKey: MasterKey
    let envelope: EnvelopePrivateKey
    let gateway: EnvelopePublicKey
    let build: EnvelopePublicKey
    /// `apps.domain`, `apps.scheme`, `apps.port`: where apps are reached.
    let address: AppAddress

    init(_ settings: Settings) throws {
        masterKey = try settings.masterKey()
        envelope = try EnvelopePrivateKey(raw: try settings.key("app.envelopePrivateKey"))
        gateway = try EnvelopePublicKey(raw: try settings.key("gateway.envelopePublicKey", isPrivate: false))
        build = try EnvelopePublicKey(raw: try settings.key("build.envelopePublicKey", isPrivate: false))
        address = AppAddress(
            domain: try settings.string("apps.domain", default: "localhost"), scheme: try settings.string("apps.scheme", default: "http"),
            port: try settings.int("apps.port", default: 0, in: 0...65_535))
    }
}
