import Core
import KubernetesClient
import Logging

/// Looks at apps at rest, many at once: those that are not as they were found last get a turn of their own.
///
/// A look by itself costs a lease and several questions; a thousand apps a minute would be a noticeable part of a core. Here they cost
/// one question in a hundred, and nobody has to choose between a frequent look and an idle machine.
struct ClusterResync: Sendable {
    let store: DeployStore
    let caches: ClusterCaches
    let stillness: Stillness

    /// From one look at an app to the next, as Slipway promises it for what no watch tells: at most 75 s.
    static let pause = Duration.seconds(60)
    /// Between two rounds.
    static let interval = Duration.seconds(5)
    private static let most = 500

    func pass() async throws {
        guard caches.isSynced else { return }
        let resting = try await store.restingApps(dueWithin: Self.interval * 2, pause: Self.pause, limit: Self.most)
        try await store.wake(resting.filter { !isAsFound($0) }.map(\.app.id))
    }

    private func isAsFound(_ resting: RestingApp) -> Bool {
        guard let basis = stillness.basis(resting.app, release: resting.release, resting.cluster, caches) else { return false }
        guard stillness.holds(basis, of: resting.app.id) else { return false }
        // Who has not come up yet is about to be late.
        guard resting.instances.allSatisfy({ $0.state != .starting || $0.failure != nil }) else { return false }
        return PodChanges(resting.instances, caches.pods.objects(labels: [Labels.app: resting.app.id.description])).isEmpty
    }
}
