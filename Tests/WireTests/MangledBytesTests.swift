import Core
import Messages
import Testing
import Wire

/// Bytes broken at random: each is read or refused, and what is read can be written.
struct MangledBytesTests {
    private static let build = Proto.Build(
        id: "0198a6f0", projectID: "p", appID: "a", status: "failed", commitMessage: "Ändere das Äußere 🚢", attempt: 3,
        failure: Proto.Failure(reason: "build_failed", message: "no", details: "exit 1"), createdAt: 1, startedAt: 2, finishedAt: 3)

    @Test func `cut anywhere`() throws {
        let bytes = try Self.build.encoded()
        for end in 0..<bytes.count { check(Array(bytes[..<end])) }
    }

    @Test func `any byte changed, inserted or removed`() throws {
        let bytes = try Self.build.encoded()
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var mangled = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) where !mangled.isEmpty {
                let place = Int.random(in: 0..<mangled.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: mangled[place] = UInt8.random(in: .min ... .max, using: &random)
                case 1: mangled.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
                default: mangled.remove(at: place)
                }
            }
            check(mangled)
        }
    }

    private func check(_ bytes: [UInt8]) {
        do throws(Fault) {
            let read = try Proto.Build(decoding: bytes)
            #expect(throws: Never.self) { try Proto.Build(decoding: read.encoded()) }
        } catch {
            #expect(error.code == .invalidArgument)
        }
    }
}
