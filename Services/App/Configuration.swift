import Core
import Hosting
import Sealing

/// What the app service is told.
struct Configuration: Sendable {
    let masterKey: MasterKey
    let envelope: EnvelopePrivateKey
    let gateway: EnvelopePublicKey
    /// `apps.domain`, `apps.scheme`, `apps.port`: where apps are reached.
    let address: AppAddress

    init(_ settings: Settings) throws {
        masterKey = MasterKey(bytes: try settings.key("master.key"))
        envelope = try EnvelopePrivateKey(raw: try settings.key("app.envelope.private.key"))
        gateway = try EnvelopePublicKey(raw: try settings.key("gateway.envelope.public.key", isPrivate: false))
        address = AppAddress(
            domain: try settings.string("apps.domain", default: "localhost"), scheme: try settings.string("apps.scheme", default: "http"),
            port: try settings.int("apps.port", default: 0, in: 0...65_535))
    }

    /// The keys, for `--help`.
    static let settings: [Setting] = [
        Setting("master.key", .file, about: "the key that seals values of variables"),
        Setting("app.envelope.private.key", .file, about: "opens what the gateway seals for this service"),
        Setting("gateway.envelope.public.key", .file, about: "seals what only the gateway may read"),
        Setting("apps.domain", default: "localhost", about: "the domain under which apps get their hosts"),
        Setting("apps.scheme", default: "http", about: "how apps are reached: http or https"),
        Setting("apps.port", default: "", about: "the port at which apps are reached, where it is not the scheme's own"),
    ]
}
