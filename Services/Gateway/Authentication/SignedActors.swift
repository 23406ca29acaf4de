import Core
import Identity

/// Actors as their signed text, each signed once in a few seconds: a signature costs here, and checking one costs in every
/// service that has not seen it, more than the rest of a question together.
///
/// What is kept is found by all that the actor says but its end, so a role that was taken away is never found again. An actor
/// lives for a minute, and is handed out for five seconds of it.
struct SignedActors: Sendable {
    private let signer: ActorSigner
    private let known = BoundedCache<Actor, String>(capacity: 10_000, lifetime: .seconds(5))

    init(_ signer: ActorSigner) {
        self.signer = signer
    }

    func sign(_ actor: Actor) -> String {
        var timeless = actor
        timeless.expires = Timestamp(microseconds: 0)
        return known.value(of: timeless) { signer.sign(actor) }
    }
}
