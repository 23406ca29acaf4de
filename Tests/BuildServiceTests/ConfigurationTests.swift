import ContainerEngine
import Core
import Foundation
import Hosting
import HTTPClient
import Testing

@testable import BuildService

@Suite struct ConfigurationTests {
    /// A sentence for the operator; empty where all is well.
    private func refusal(_ more: [String: String], files: [String: String] = [:]) throws -> String {
        let folder = NSTemporaryDirectory() + "configuration-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var environment = ["SLIPWAY_REGISTRY": "r.test", "SLIPWAY_ENGINE_SOCKET": "/engine.sock", "SLIPWAY_WORK_DIRECTORY": folder]
        let key = Hex.encode(Random.bytes(32))
        for (name, text) in files.merging(["SLIPWAY_BUILD_ENVELOPE_PRIVATE_KEY_FILE": key], uniquingKeysWith: { first, _ in first }) {
            environment[name] = "\(folder)/\(name)"
            #expect(FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]))
        }
        do throws(Fault) {
            let configuration = try Configuration(Settings(environment: environment.merging(more) { $1 }))
            if let password = configuration.registry.login?.password.reveal() {
                #expect(configuration.hidden.masked("it is \(password)") == "it is •••")
            }
            return ""
        } catch {
            return error.message
        }
    }

    private static let password = ["SLIPWAY_REGISTRY_PASSWORD_FILE": "hush-hush-1\n"]

    @Test func `a login is for builds on an engine, whose steps do not see it`() throws {
        #expect(try refusal([:]) == "")
        #expect(try refusal(["SLIPWAY_REGISTRY_USER": "u"], files: Self.password) == "")
        let kaniko = try refusal(["SLIPWAY_REGISTRY_USER": "u", "SLIPWAY_BUILDER": "kaniko"], files: Self.password)
        #expect(kaniko.contains("SLIPWAY_REGISTRY_TOKEN_KEY_FILE") && kaniko.contains("SLIPWAY_BUILDER=engine") && !kaniko.contains("hush"))
        #expect(try refusal(["SLIPWAY_REGISTRY_USER": "u"]).hasPrefix("SLIPWAY_REGISTRY_USER is set, but SLIPWAY_REGISTRY_PASSWORD_FILE"))
    }

    @Test func `base images in the registry are told from those elsewhere`() {
        let bases = BaseImages(["static": "r.test/slipway/base-static:1", "node": "r.test/slipway/base-node:{version}", "shell": "docker.io/library/debian:12"])
        #expect(Set(bases.repositories(in: "r.test")) == ["slipway/base-static", "slipway/base-node"])
        #expect(Set(bases.repositories(in: "r.test/slipway")) == ["base-static", "base-node"])
        #expect(bases.repositories(in: "r.test/other") == [])
        #expect(bases.repositories(in: "other.test") == [])
    }
}
