import Core
import Synchronization

/// A bucket of tokens per key: `burst` at once, then one every `refill`. Bounded: when `capacity` keys are held, full
/// buckets go first (they say nothing), then all of them, which is generous for a moment and never grows.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: ContinuousClock.Instant
    }

    private let burst: Double
    private let refill: Duration
    private let capacity: Int
    private let buckets = Mutex<[String: Bucket]>([:])

    init(burst: Int, refill: Duration, capacity: Int) {
        self.burst = Double(burst)
        self.refill = refill
        self.capacity = capacity
    }

    /// Takes one token; nil when there was one, else how long to wait for the next.
    func take(_ key: String, at now: ContinuousClock.Instant = .now) -> Duration? {
        buckets.withLock { buckets in
            if buckets[key] == nil, buckets.count >= capacity {
                buckets = buckets.filter { filled($0.value, now) < burst }
                if buckets.count >= capacity { buckets.removeAll(keepingCapacity: true) }
            }
            let tokens = filled(buckets[key] ?? Bucket(tokens: burst, at: now), now)
            guard tokens >= 1 else {
                buckets[key] = Bucket(tokens: tokens, at: now)
                return refill * (1 - tokens)
            }
            buckets[key] = Bucket(tokens: tokens - 1, at: now)
            return nil
        }
    }

    /// How long to wait before `take` succeeds; nil when it would now. Takes nothing.
    func wait(_ key: String, at now: ContinuousClock.Instant = .now) -> Duration? {
        buckets.withLock { buckets in
            guard let bucket = buckets[key] else { return nil }
            let tokens = filled(bucket, now)
            return tokens >= 1 ? nil : refill * (1 - tokens)
        }
    }

    var count: Int { buckets.withLock { $0.count } }

    private func filled(_ bucket: Bucket, _ now: ContinuousClock.Instant) -> Double {
        min(burst, bucket.tokens + (now - bucket.at).inSeconds / refill.inSeconds)
    }
}
