internal import Core
internal import Identity
internal import Synchronization

/// Actors whose signature has been checked: a page of the dashboard is a dozen calls with the same one.
///
/// Bounded: at 1024 it starts over. An entry is worth no longer than the actor itself.
final class ActorCache: Sendable {
    private static let most = 1024

    private let verifier: ActorVerifier
    private let verified = Mutex<[String: Actor]>([:])

    init(_ verifier: ActorVerifier) {
        self.verifier = verifier
    }

    func verify(_ token: String) throws(Fault) -> Actor {
        let now = Timestamp.now()
        if let actor = verified.withLock({ $0[token] }), actor.expires > now { return actor }
        let actor = try verifier.verify(token, at: now)
        verified.withLock { known in
            if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
            known[token] = actor
        }
        return actor
    }
}
