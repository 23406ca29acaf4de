import Core

/// Where scrypt runs: a thread of its own, since the cooperative pool has two and must never wait for a hash.
actor PasswordLane {
    private let lane: Lane
    nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    init(_ label: String) { lane = Lane(label) }

    func make(_ password: [UInt8], cost: ScryptHash.Cost) throws(Fault) -> ScryptHash {
        do {
            return try ScryptHash.make(password, cost: cost)
        } catch {
            throw .wrapping(error, "hashing a password")
        }
    }

    func matches(_ password: [UInt8], _ hash: ScryptHash) throws(Fault) -> Bool {
        do {
            return try hash.matches(password)
        } catch {
            throw .wrapping(error, "checking a password")
        }
    }
}
