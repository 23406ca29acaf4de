import Core

/// How often strangers may knock. Kept by each gateway for itself: with n replicas a stranger gets at most n times as much.
struct Limits: Sendable {
    /// Signing up, in, and refreshing, per address.
    private let strangers: RateLimiter
    /// Wrong passwords per address and account: a person may mistype, a list of passwords gets nowhere.
    private let failures = RateLimiter(burst: 10, refill: .seconds(6), capacity: 50_000)

    init(strangersBurst: Int) {
        strangers = RateLimiter(burst: strangersBurst, refill: .milliseconds(500), capacity: 50_000)
    }

    func checkStranger(_ address: String) throws(Fault) {
        if let wait = strangers.take(address) { throw Self.refusal(wait) }
    }

    func checkLogin(_ address: String, _ email: String) throws(Fault) {
        if let wait = failures.wait(Self.key(address, email)) { throw Self.refusal(wait) }
    }

    func noteFailedLogin(_ address: String, _ email: String) {
        _ = failures.take(Self.key(address, email))
    }

    private static func key(_ address: String, _ email: String) -> String { address + " " + email.lowercased().prefix(254) }

    private static func refusal(_ wait: Duration) -> Fault {
        .exhausted("Too many attempts from this address; try again in \(max(1, Int(wait.inSeconds.rounded(.up)))) s.", retryAfter: wait)
    }
}
