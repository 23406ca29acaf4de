import Core
import HTTPTypes
import Identity
import Synchronization
import Telemetry
import Testing

@testable import GatewayService

/// What holds when there is too much of something.
@Suite struct BoundsTests {
    @Test func `a cache never holds more than it may`() async throws {
        let cache = BoundedCache<Int, Int>(capacity: 10, lifetime: .seconds(60))
        for key in 0..<1_000 { _ = try await cache.value(of: key) { () async throws(Fault) -> Int in key } }
        #expect(cache.count <= 10)
    }

    @Test func `an actor is signed once while it says the same, and anew when it does not`() throws {
        let signer = try ActorSigner(privateKey: Random.bytes(32))
        let actors = SignedActors(signer)
        var actor = Actor(account: AccountID(), project: ProjectID(), role: .admin, scopes: [.read], expires: Timestamp.now().adding(.seconds(60)))
        let first = actors.sign(actor)
        actor.expires = Timestamp.now().adding(.seconds(61))
        #expect(actors.sign(actor) == first)
        let demoted = { (actor: Actor) in var actor = actor; actor.role = .viewer; return actor }(actor)
        let told = try ActorVerifier(publicKey: signer.publicKey).verify(actors.sign(demoted), at: .now())
        #expect(told.role == .viewer)
        #expect(actors.sign(actor) == first)
    }

    @Test func `a cached answer is as old as its lifetime at most, and faults are not kept`() async throws {
        let cache = BoundedCache<String, Int>(capacity: 10, lifetime: .milliseconds(50))
        let asked = Mutex(0)
        func ask() async throws -> Int {
            try await cache.value(of: "x") { () async throws(Fault) -> Int in asked.withLock { $0 += 1; return $0 } }
        }
        #expect(try await ask() == 1)
        #expect(try await ask() == 1)
        try await Task.sleep(for: .milliseconds(60))
        #expect(try await ask() == 2)
        cache.forget("x")
        #expect(try await ask() == 3)
        await #expect(throws: Fault.self) {
            try await cache.value(of: "y") { () async throws(Fault) -> Int in throw .notFound("y") }
        }
        #expect(try await cache.value(of: "y") { () async throws(Fault) -> Int in 7 } == 7)
    }

    @Test func `a bucket gives its burst and then one at a time`() {
        let limiter = RateLimiter(burst: 3, refill: .seconds(2), capacity: 100)
        let now = ContinuousClock.now
        #expect((0..<3).allSatisfy { _ in limiter.take("a", at: now) == nil })
        #expect(limiter.take("a", at: now) != nil)
        #expect(limiter.take("b", at: now) == nil)
        #expect(limiter.take("a", at: now + .seconds(2)) == nil)
        #expect(limiter.take("a", at: now + .seconds(2)) != nil)
        for key in 0..<1_000 { _ = limiter.take("\(key)", at: now) }
        #expect(limiter.count <= 100)
    }

    @Test func `a proxy's word is taken from a proxy only`() throws {
        let client = ClientAddress(proxies: try #require(AddressNetworks(["10.0.0.2"])))
        #expect(client.address(peer: "127.0.0.1", [.forwardedFor: "6.6.6.6, 1.2.3.4"]) == "1.2.3.4")
        #expect(client.address(peer: "127.0.0.1", [.forwardedFor: "1.2.3.4, 10.0.0.2"]) == "1.2.3.4")
        #expect(client.address(peer: "9.9.9.9", [.forwardedFor: "1.2.3.4"]) == "9.9.9.9")
        #expect(client.address(peer: "127.0.0.1", [:]) == "127.0.0.1")
    }

    @Test func `proxies are named by address or by network`() throws {
        let networks = try #require(AddressNetworks(["10.244.0.0/15", "192.0.2.7", "fd00::/8"]))
        for inside in ["10.244.0.1", "10.245.255.255", "192.0.2.7", "fd12::1", "::ffff:10.244.3.4"] { #expect(networks.contains(inside)) }
        for outside in ["10.246.0.1", "192.0.2.8", "fe80::1", "10.244.0", "", "unknown"] { #expect(!networks.contains(outside)) }
        for wrong in ["10.0.0.0/33", "10.0.0.0/", "ten", "fd00::/129", "10.0.0.0/-1"] { #expect(AddressNetworks([wrong]) == nil) }
    }

    @Test func `an account has so many streams and no more`() throws {
        let streams = Streams()
        let account = AccountID()
        var open: [StreamSlot] = []
        for _ in 0..<Streams.mostOfAccount { open.append(try streams.open(for: account)) }
        #expect(throws: Fault.self) { try streams.open(for: account) }
        open.append(try streams.open(for: AccountID()))
        open.removeFirst()
        open.append(try streams.open(for: account))
        #expect(streams.count == Streams.mostOfAccount + 1)
        open.removeAll()
        #expect(streams.count == 0)
    }

    @Test func `a request id is taken when it is harmless`() {
        #expect(RequestIdentity.id("abc-1.2_3") == "abc-1.2_3")
        #expect(RequestIdentity.id("a\nb") != "a\nb")
        #expect(RequestIdentity.id(String(repeating: "a", count: 129)).count == 36)
        let given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        #expect(RequestIdentity.trace(given).text == given)
        #expect(RequestIdentity.trace("00-zz-b7ad6b7169203331-01").traceID.count == 32)
        #expect(RequestIdentity.trace(nil) != RequestIdentity.trace(nil))
    }
}
