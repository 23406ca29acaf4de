import Core

/// Tells readers what facts have changed about their containers: by one question for all apps of this replica, however many
/// are read and however many facts came at once.
actor TailAnnouncements {
    private let store: LogStore
    private let replica: String
    private let nudges: TailNudges
    /// What was told last: containers, and whether nobody waits for more of them. As many as are open.
    private var told: [String: Bool] = [:]

    init(store: LogStore, replica: String, nudges: TailNudges) {
        self.store = store
        self.replica = replica
        self.nudges = nudges
    }

    func pass() async throws {
        let tails = try await store.heldTails(of: replica)
        for tail in tails where told[tail.container] != tail.hasEnded {
            nudges(.app(tail.app))
            nudges(.container(tail.container))
        }
        told = Dictionary(tails.map { ($0.container, $0.hasEnded) }) { first, _ in first }
    }
}
