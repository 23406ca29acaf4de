package import Core
import Foundation
package import HTTPClient
package import Hosting

/// The registry that built images go to: where it is, whom to trust there, and who we are to it. Every service that speaks with it reads
/// the same settings.
package struct RegistryConfiguration: Sendable {
    package static let settings = [
        Setting("registry", about: "Where built images are, host:port or host:port/path: they are pushed and pulled there, and an app may name none of another project's."),
        Setting(
            "registry.plainHTTP", default: "false",
            about: "Whether the registry is spoken to without TLS; on this machine's loopback it is, unless this says false or an authority is named."),
        Setting("registry.user", default: "", about: "Who logs in to the registry, by itself or by the token service that it names; empty: nobody does."),
        Setting("registry.password", .file, default: "", about: "That user's password or access token, shown to the registry and to its token service alone."),
        Setting(
            "registry.certificateAuthority", .file, default: "",
            about: "Certificates in PEM that the registry's may be signed by, beside those that the system trusts."),
    ]

    package let place: RegistryPlace
    package let isPlain: Bool
    package let login: HTTPLogin?
    /// PEM, beside the system's.
    package let certificateAuthority: [UInt8]?

    package init(place: RegistryPlace, isPlain: Bool, login: HTTPLogin? = nil, certificateAuthority: [UInt8]? = nil) {
        self.place = place
        self.isPlain = isPlain
        self.login = login
        self.certificateAuthority = certificateAuthority
    }

    /// - Throws: `failedPrecondition`, with a sentence for the operator, when they contradict one another.
    package init(_ settings: Settings) throws(Fault) {
        let place = try RegistryPlace(validating: settings.string("registry"), Setting.variable("registry"))
        let authority = try settings.optionalSecret("registry.certificateAuthority").map { Array($0.reveal().utf8) }
        if let authority, !String(decoding: authority, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") {
            throw Fault(.failedPrecondition, "The file of \(Self.variable("registry.certificateAuthority", isFile: true)) holds no certificate in PEM.")
        }
        let isUsual = settings.optional("registry.plainHTTP") == nil
        let isPlain = isUsual ? RegistryClient.isLoopback(place.host) && authority == nil : try settings.bool("registry.plainHTTP")
        guard !isPlain || authority == nil else {
            throw Fault(
                .failedPrecondition,
                "\(Self.variable("registry.certificateAuthority", isFile: true)) is set, but \(Setting.variable("registry.plainHTTP")) says that the registry is spoken to without TLS.")
        }
        self.init(place: place, isPlain: isPlain, login: try Self.login(settings), certificateAuthority: authority)
    }

    /// Both halves, or neither.
    private static func login(_ settings: Settings) throws(Fault) -> HTTPLogin? {
        let (user, password) = (settings.optional("registry.user"), try settings.optionalSecret("registry.password"))
        let (name, file) = (Setting.variable("registry.user"), variable("registry.password", isFile: true))
        switch (user, password) {
        case (nil, nil): return nil
        case (let user?, let password?):
            guard !user.contains(":") else { throw Fault(.failedPrecondition, "\(name) has a colon in it, which no user of a registry has.") }
            return HTTPLogin(user: user, password: password)
        case (_?, nil): throw Fault(.failedPrecondition, "\(name) is set, but \(file) is not: a login has both.")
        case (nil, _?): throw Fault(.failedPrecondition, "\(file) is set, but \(name) is not: a login has both.")
        }
    }

    private static func variable(_ key: String, isFile: Bool) -> String { Setting.variable(key) + (isFile ? "_FILE" : "") }

    /// As its API is reached.
    package var url: String { (isPlain ? "http://" : "https://") + place.host }

    package var trust: HTTPTrust { certificateAuthority.map { .system(and: $0) } ?? HTTPTrust() }
}
