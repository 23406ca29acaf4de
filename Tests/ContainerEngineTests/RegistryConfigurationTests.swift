import Core
import Foundation
import Hosting
import HTTPClient
import Testing
import TestSupport

@testable import ContainerEngine

@Suite struct RegistryConfigurationTests {
    private func read(_ environment: [String: String], files: [String: String] = [:]) -> Result<RegistryConfiguration, Fault> {
        var environment = environment
        for (name, contents) in files {
            let path = NSTemporaryDirectory() + "setting-\(UUID().uuidString)"
            _ = FileManager.default.createFile(atPath: path, contents: Data(contents.utf8))
            environment[name] = path
        }
        do throws(Fault) { return .success(try RegistryConfiguration(Settings(environment: environment))) } catch { return .failure(error) }
    }

    private func message(_ result: Result<RegistryConfiguration, Fault>) -> String {
        if case .failure(let fault) = result { fault.message } else { "" }
    }

    private static let pem = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"

    @Test func `a login is a user and a password, and half of one is a sentence`() throws {
        let name = ["SLIPWAY_REGISTRY": "r.test"]
        let both = try read(name.merging(["SLIPWAY_REGISTRY_USER": "u"]) { $1 }, files: ["SLIPWAY_REGISTRY_PASSWORD_FILE": "p w\n"]).get()
        #expect(both.login?.user == "u" && both.login?.password.reveal() == "p w" && !"\(both)".contains("p w"))
        #expect(message(read(name.merging(["SLIPWAY_REGISTRY_USER": "u"]) { $1 })) == "SLIPWAY_REGISTRY_USER is set, but SLIPWAY_REGISTRY_PASSWORD_FILE is not: a login has both.")
        #expect(message(read(name, files: ["SLIPWAY_REGISTRY_PASSWORD_FILE": "p"])).hasPrefix("SLIPWAY_REGISTRY_PASSWORD_FILE is set, but SLIPWAY_REGISTRY_USER"))
        #expect(message(read(name.merging(["SLIPWAY_REGISTRY_USER": "a:b"]) { $1 }, files: ["SLIPWAY_REGISTRY_PASSWORD_FILE": "p"])).contains("colon"))
        #expect(message(read([:])) == "SLIPWAY_REGISTRY is not set.")
    }

    @Test(arguments: [
        ("r.test:5000", nil, false, "https://r.test:5000"), ("127.0.0.1:5000", nil, false, "http://127.0.0.1:5000"),
        ("127.0.0.1:5000", "false", false, "https://127.0.0.1:5000"), ("127.0.0.1:5000", nil, true, "https://127.0.0.1:5000"),
        ("r.test:5000", "true", false, "http://r.test:5000"), ("localhost.r.test", nil, false, "https://localhost.r.test"),
    ] as [(String, String?, Bool, String)])
    func `TLS is for every registry but this machine's own, unless it is said otherwise`(host: String, plain: String?, isNamed: Bool, url: String) throws {
        var environment = ["SLIPWAY_REGISTRY": host]
        environment["SLIPWAY_REGISTRY_PLAIN_HTTP"] = plain
        let files = isNamed ? ["SLIPWAY_REGISTRY_CERTIFICATE_AUTHORITY_FILE": Self.pem] : [:]
        #expect(try read(environment, files: files).get().url == url)
    }

    @Test(arguments: [
        ("ghcr.io/acme/slipway", "ghcr.io", "acme/slipway"), ("r.test:5000", "r.test:5000", ""), ("[::1]:5000/a", "[::1]:5000", "a"),
        ("localhost/a-b/c__d.e", "localhost", "a-b/c__d.e"),
    ])
    func `a registry may be shared, with a path of ours in it`(text: String, host: String, path: String) throws {
        let configuration = try read(["SLIPWAY_REGISTRY": text]).get()
        #expect(configuration.place == RegistryPlace(host: host, path: path) && configuration.place.description == text)
        #expect(configuration.url.hasSuffix("//" + host))
        #expect(configuration.place.repository("p/a") == (path.isEmpty ? "p/a" : "\(path)/p/a"))
    }

    @Test(arguments: [
        ("https://r.test", "host:port/path"), ("r.test/", "does not end with one"), ("r.test/Acme", "lowercase"), ("r.test/a//b", "slashes"),
        ("r.test/a/../b", "single"), ("registry/acme", "give it a domain or a port"), ("u:p@r.test", "host:port"), ("docker.io/acme", "Docker Hub"),
        ("r.test/a b", "lowercase"), ("-r.test", "host:port"),
    ])
    func `what no image can be named by is a sentence`(text: String, part: String) {
        let message = message(read(["SLIPWAY_REGISTRY": text]))
        #expect(message.hasPrefix("SLIPWAY_REGISTRY is \"\(text)\", but ") && message.contains(part), "\(message)")
    }

    @Test func `an authority is PEM, and of no use without TLS`() {
        let file = "SLIPWAY_REGISTRY_CERTIFICATE_AUTHORITY_FILE"
        #expect(message(read(["SLIPWAY_REGISTRY": "r.test"], files: [file: "what"])).contains("holds no certificate in PEM"))
        #expect(message(read(["SLIPWAY_REGISTRY": "r.test", "SLIPWAY_REGISTRY_PLAIN_HTTP": "true"], files: [file: Self.pem])).contains("without TLS"))
    }

    @Test(arguments: [
        (#"Basic realm="a, \"b\"""#, [AuthenticationChallenge(scheme: "basic", parameters: ["realm": #"a, "b""#])]),
        (
            #"Negotiate, Bearer realm="https://r/t?x=1",service="s",scope="repository:a/b:pull,push",error=invalid_token, BASIC realm=x"#,
            [
                AuthenticationChallenge(scheme: "negotiate"),
                AuthenticationChallenge(
                    scheme: "bearer",
                    parameters: ["realm": "https://r/t?x=1", "service": "s", "scope": "repository:a/b:pull,push", "error": "invalid_token"]),
                AuthenticationChallenge(scheme: "basic", parameters: ["realm": "x"]),
            ]
        ),
        ("", []), (#"= "x""#, []), (#"Bearer realm="open"#, [AuthenticationChallenge(scheme: "bearer", parameters: ["realm": "open"])]),
    ] as [(String, [AuthenticationChallenge])])
    func `challenges are read as they are written`(header: String, expected: [AuthenticationChallenge]) {
        #expect(AuthenticationChallenge.all(in: header) == expected)
    }

    @Test(arguments: [
        ("https://R.test/t", "https://r.test:443/x", true), ("https://r.test", "http://r.test", false), ("https://r.test", "https://s.test", false),
        ("http://r.test:80/", "http://r.test", true), ("https://r.test", "https://r.test:5000", false),
    ])
    func `an origin is scheme, host and port`(one: String, other: String, isSame: Bool) {
        #expect((HTTPOrigin(one) == HTTPOrigin(other)) == isSame)
    }

    @Test(arguments: ["https://u:p@r.test", "ftp://r.test", "/token", "", "https://"])
    func `what leads nowhere is no origin`(url: String) { #expect(HTTPOrigin(url) == nil) }
}
