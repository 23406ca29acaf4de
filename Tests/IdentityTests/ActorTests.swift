import Core
import Identity
import Testing

@Suite struct ActorTests {
    let signer: ActorSigner
    let verifier: ActorVerifier
    let now = Timestamp(rfc3339: "2026-02-01T12:00:00Z") ?? .now()

    init() throws {
        signer = try ActorSigner(privateKey: Array(repeating: 7, count: 32))
        verifier = try ActorVerifier(publicKey: signer.publicKey)
    }

    private func actor() -> Actor {
        Actor(
            account: AccountID(), project: ProjectID(), role: .deployer, scopes: [.read, .deploy], isOperator: true,
            sessionID: SessionID().description, expires: now.adding(.seconds(60)))
    }

    @Test func `what was signed is what is verified`() throws {
        let actor = actor()
        #expect(try verifier.verify(signer.sign(actor), at: now) == actor)
    }

    @Test func `an actor without an account is still an actor`() throws {
        let actor = Actor(account: nil, expires: now.adding(.seconds(1)))
        #expect(try verifier.verify(signer.sign(actor), at: now) == actor)
    }

    @Test func `it ends at the moment it says`() throws {
        let token = signer.sign(actor())
        #expect(throws: Fault.self) { try verifier.verify(token, at: now.adding(.seconds(60))) }
        #expect(throws: Never.self) { try verifier.verify(token, at: now.adding(.seconds(59))) }
    }

    @Test func `changing any character breaks it`() throws {
        let token = Array(signer.sign(actor()).utf8)
        for place in token.indices {
            var changed = token
            changed[place] = changed[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(throws: Fault.self) { try verifier.verify(String(decoding: changed, as: UTF8.self), at: now) }
        }
    }

    @Test func `another key's signature is refused, with nothing for the forger to learn from`() throws {
        let stranger = try ActorSigner(privateKey: Array(repeating: 8, count: 32))
        let fault = #expect(throws: Fault.self) { try verifier.verify(stranger.sign(actor()), at: now) }
        #expect(fault?.code == .unauthenticated)
        #expect(fault?.message.contains("signature") == false)
    }

    @Test(arguments: ["", ".", "a", "a.b", "a.b.c", "..", String(repeating: "a", count: 100_000)])
    func `what is no token is refused`(_ text: String) {
        #expect(throws: Fault.self) { try verifier.verify(text, at: now) }
    }

    @Test func `roles are ordered as they include one another`() {
        #expect(Role.allCases.sorted() == [.viewer, .deployer, .admin, .owner])
    }

    @Test func `a token fits into a header`() {
        #expect(signer.sign(actor()).utf8.count < 512)
    }
}
