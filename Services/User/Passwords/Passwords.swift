import Core
import Sealing
import Synchronization

/// Opens, hashes and checks passwords. They are in clear in this type and in no other of the installation.
///
/// Hashing is slow on purpose, so a flood of logins is a flood of work: each lane takes one at a time and lets 16 wait;
/// the next is refused at once, and questions that need no hash (who holds this session?) are answered as ever.
struct Passwords: Sendable {
    private static let waiting = 16
    private static let purpose = "user.password"
    private let envelope: EnvelopePrivateKey
    private let cost: ScryptHash.Cost
    private let lanes: Lanes
    /// Checked when there is no such account, so that the answer takes as long as for one that is.
    private let nobody: ScryptHash

    init(envelope: EnvelopePrivateKey, lanes: Int, cost: ScryptHash.Cost = .current) {
        self.envelope = envelope
        self.cost = cost
        self.lanes = Lanes(lanes)
        nobody = ScryptHash(cost: cost, salt: Random.bytes(16), key: Random.bytes(32))
    }

    /// A hash of a new password, if it is one to allow.
    func hash(sealed: [UInt8]) async throws(Fault) -> ScryptHash {
        let password = try open(sealed)
        guard password.count >= 8 else { throw .invalid("password", "must have at least 8 characters") }
        guard password.count <= 1024 else { throw .invalid("password", "must have at most 1024 bytes") }
        let cost = cost
        return try await onLane { (lane) async throws(Fault) in try await lane.make(password, cost: cost) }
    }

    /// Whether it is the password of this hash; with no hash, no, after the same time.
    func check(sealed: [UInt8], against hash: ScryptHash?) async throws(Fault) -> Bool {
        let password = try open(sealed)
        let isKnown = hash != nil
        let hash = hash ?? nobody
        // Beyond what `hash` lets through it can't match, and would be a way to make us work.
        let tried = password.count <= 1024 ? password : []
        let matches = try await onLane { (lane) async throws(Fault) in try await lane.matches(tried, hash) }
        return matches && isKnown && password.count <= 1024
    }

    /// Whether the hash was made more cheaply than hashes are made today.
    func isOutdated(_ hash: ScryptHash) -> Bool { hash.cost != cost }

    private func open(_ sealed: [UInt8]) throws(Fault) -> [UInt8] { try envelope.open(sealed, purpose: Self.purpose) }

    private func onLane<T: Sendable>(
        _ body: @Sendable (PasswordLane) async throws(Fault) -> T
    ) async throws(Fault) -> T {
        guard let place = lanes.enter(waiting: Self.waiting) else {
            throw .exhausted("Too many people are logging in at this moment; try again.", retryAfter: .seconds(1))
        }
        defer { lanes.leave(place) }
        return try await body(lanes[place])
    }

    /// The lanes, and how many are at or before each.
    private final class Lanes: Sendable {
        private let lanes: [PasswordLane]
        private let counts: Mutex<[Int]>

        init(_ count: Int) {
            lanes = (0..<count).map { PasswordLane("slipway.passwords.\($0)") }
            counts = Mutex(Array(repeating: 0, count: count))
        }

        subscript(_ place: Int) -> PasswordLane { lanes[place] }

        /// The lane with the fewest; nil when even that one is full.
        func enter(waiting: Int) -> Int? {
            counts.withLock { counts in
                guard let place = counts.indices.min(by: { counts[$0] < counts[$1] }), counts[place] <= waiting else {
                    return nil
                }
                counts[place] += 1
                return place
            }
        }

        func leave(_ place: Int) { counts.withLock { $0[place] -= 1 } }
    }
}
