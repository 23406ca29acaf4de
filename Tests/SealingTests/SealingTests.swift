import Core
import Foundation
import Sealing
import Testing

@Suite struct MasterKeyTests {
    let key = MasterKey(bytes: Array(0..<32))
    let plain = Array("s3cret".utf8)

    @Test(arguments: [0, 1, 6, 65_536])
    func `a value opens at the place where it was sealed`(_ count: Int) throws {
        let plain = Random.bytes(count)
        #expect(try key.open(key.seal(plain, at: "variables/a/KEY"), at: "variables/a/KEY") == plain)
    }

    @Test func `it does not open anywhere else`() throws {
        let sealed = try key.seal(plain, at: "variables/a/KEY")
        let fault = #expect(throws: Fault.self) { try key.open(sealed, at: "variables/b/KEY") }
        #expect(fault?.code == .dataLoss)
    }

    @Test func `it does not open with another key`() throws {
        let sealed = try key.seal(plain, at: "p")
        #expect(throws: Fault.self) { try MasterKey(bytes: Array(repeating: 1, count: 32)).open(sealed, at: "p") }
    }

    @Test func `flipping any bit breaks it`() throws {
        let sealed = try key.seal(plain, at: "p")
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            #expect(throws: Fault.self) { try key.open(changed, at: "p") }
        }
    }

    @Test func `a truncated value is refused`() throws {
        let sealed = try key.seal(plain, at: "p")
        for count in 0..<sealed.count {
            #expect(throws: Fault.self) { try key.open(Array(sealed.prefix(count)), at: "p") }
        }
    }

    @Test func `the same value never looks the same twice and begins with its version`() throws {
        let sealed = try (0..<50).map { _ in try key.seal(plain, at: "p") }
        #expect(Set(sealed).count == 50)
        #expect(sealed.allSatisfy { $0.first == 1 && $0.count == plain.count + 29 })
    }

    @Test func `in a rotation the first key seals, and each opens`() throws {
        let (old, new): ([UInt8], [UInt8]) = (Array(0..<32), Array(32..<64))
        let before = try MasterKey(bytes: old).seal(plain, at: "p")
        let prepared = MasterKey(bytes: old, earlier: [new]), turned = MasterKey(bytes: new, earlier: [old]), after = MasterKey(bytes: new)
        #expect(key.mark == nil && prepared.mark?.count == 5 && prepared.mark != turned.mark)
        let sealed = try turned.seal(plain, at: "p")
        #expect(sealed.starts(with: turned.mark ?? []) && !before.starts(with: turned.mark ?? []))
        for value in [before, try prepared.seal(plain, at: "p"), sealed] {
            #expect(try prepared.open(value, at: "p") == plain)
            #expect(try turned.open(value, at: "p") == plain)
        }
        #expect(try after.open(sealed, at: "p") == plain)
        #expect(throws: Fault.self) { try after.open(before, at: "p") }
        #expect(throws: Fault.self) { try key.open(sealed, at: "p") }
        #expect(throws: Fault.self) { try turned.open(sealed, at: "q") }
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            #expect(throws: Fault.self) { try turned.open(changed, at: "p") }
        }
    }

    @Test func `no fault carries the secret`() throws {
        let sealed = try key.seal(plain, at: "p")
        let fault = #expect(throws: Fault.self) { try key.open(sealed, at: "q") }
        #expect(String(reflecting: fault).contains("s3cret") == false)
    }
}

@Suite struct FingerprintTests {
    @Test func `it tells values, places and keys apart, and is the same again`() {
        let key = MasterKey(bytes: Array(1...32)), other = MasterKey(bytes: Array(2...33))
        let first = key.fingerprint([1, 2, 3], at: "a")
        #expect(first == key.fingerprint([1, 2, 3], at: "a") && first.count == 32)
        #expect(Set([first, key.fingerprint([1, 2, 4], at: "a"), key.fingerprint([1, 2, 3], at: "b"), other.fingerprint([1, 2, 3], at: "a")]).count == 4)
        #expect(key.fingerprint([1], at: "a") != key.fingerprint([], at: "a1"))
    }
}

@Suite struct EnvelopeTests {
    let key: EnvelopePrivateKey
    let plain = Array("correct horse".utf8)

    init() throws {
        key = try EnvelopePrivateKey(raw: Array(1...32))
    }

    @Test func `only the private half opens it, for the purpose it was sealed for`() throws {
        let sealed = try key.publicKey.seal(plain, purpose: "user.password")
        #expect(try key.open(sealed, purpose: "user.password") == plain)
        #expect(throws: Fault.self) { try key.open(sealed, purpose: "app.variables") }
        let other = try EnvelopePrivateKey(raw: Array(2...33))
        #expect(throws: Fault.self) { try other.open(sealed, purpose: "user.password") }
    }

    @Test func `the public half survives its raw form`() throws {
        let copy = try EnvelopePublicKey(raw: key.publicKey.raw)
        #expect(try key.open(copy.seal(plain, purpose: "p"), purpose: "p") == plain)
    }

    @Test func `flipping any bit, or cutting any byte, breaks it`() throws {
        let sealed = try key.publicKey.seal(plain, purpose: "p")
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 0x80
            // RFC 7748 has the top bit of a point ignored, but HPKE hashes the bytes as they came.
            #expect(throws: Fault.self) { try key.open(changed, purpose: "p") }
            #expect(throws: Fault.self) { try key.open(Array(sealed.prefix(place)), purpose: "p") }
        }
    }
}

@Suite struct KeyFileTests {
    private func withFile(_ text: String, mode: Int = 0o600, _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("key-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let isWritten = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        try #require(isWritten)
        try body(path)
    }

    @Test func `a key is hex and a newline`() throws {
        try withFile(String(repeating: "0a", count: 32) + "\n") { path in
            let key = try KeyFile.read(path)
            #expect(key == Array(repeating: 10, count: 32))
        }
    }

    @Test(arguments: ["", "00", String(repeating: "zz", count: 32), String(repeating: "00", count: 33)])
    func `anything else is refused, naming the file and not what is in it`(_ text: String) throws {
        try withFile(text) { path in
            let fault = #expect(throws: Fault.self) { try KeyFile.read(path) }
            #expect(fault?.message.contains(path) == true)
            #expect(fault?.message.contains("zz") == false)
        }
    }

    @Test func `a private key that everyone can read is refused, a public one is not`() throws {
        try withFile(String(repeating: "00", count: 32), mode: 0o644) { path in
            #expect(throws: Fault.self) { try KeyFile.read(path) }
            #expect(throws: Never.self) { try KeyFile.read(path, isPrivate: false) }
        }
    }

    @Test func `behind a link it is the file that counts`() throws {
        for (mode, isRefused) in [(0o600, false), (0o440, false), (0o644, true)] {
            try withFile(String(repeating: "00", count: 32), mode: mode) { path in
                try FileManager.default.createSymbolicLink(atPath: path + ".link", withDestinationPath: path)
                defer { try? FileManager.default.removeItem(atPath: path + ".link") }
                #expect((try? KeyFile.read(path + ".link")) == nil ? isRefused : !isRefused)
            }
        }
    }

    @Test func `a missing file is named`() {
        let fault = #expect(throws: Fault.self) { try KeyFile.read("/nowhere/master.key") }
        #expect(fault?.message.contains("/nowhere/master.key") == true)
    }
}
