import Core
import Foundation
import Testing

@testable import KubernetesClient

@Suite struct CredentialsTests {
    @Test func `whoever was refused with an old token tries the new one, whoever read it`() async throws {
        let path = NSTemporaryDirectory() + "token-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "first".write(toFile: path, atomically: true, encoding: .utf8)
        var configuration = KubernetesConfiguration(server: "https://127.0.0.1:1")
        configuration.token = .file(path)
        let credentials = Credentials(configuration)
        let old = try await credentials.current()
        try "second".write(toFile: path, atomically: true, encoding: .utf8)
        // Two calls were refused at the same time: the second is late, and the file's token is known already.
        #expect(try await credentials.renew(after: old))
        #expect(try await credentials.renew(after: old))
        let new = try await credentials.current()
        #expect(new.token?.reveal() == "second")
        #expect(try await credentials.renew(after: new) == false, "there is no other")
    }
}
