import Core
import Logging
import Reconciliation
import ServiceLifecycle
import Synchronization

/// Feeds the caches, and gives every app its turn whose objects have changed, whoever changed them.
///
/// Changes that come together are one turn: what is collected goes out after a few hundredths of a second.
struct ClusterWatch: ServiceLifecycle.Service {
    let caches: ClusterCaches
    let store: DeployStore
    let log: Logger
    private let seen = Seen()

    init(caches: ClusterCaches, store: DeployStore, log: Logger) {
        self.caches = caches
        self.store = store
        self.log = log
    }

    private static let gathering = Duration.milliseconds(30)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for cache in caches.all {
                    group.addTask { await cache.run() }
                    group.addTask { await cache.follow { labels in seen.note(labels) } }
                }
                group.addTask { await tell() }
                group.addTask { await listen() }
                await group.waitForAll()
            }
        }
    }

    private func listen() async {
        while !Task.isCancelled {
            if !caches.isHeard { caches.hearing.isLost(at: .now()) }
            try? await Task.sleep(for: .milliseconds(250))
        }
    }

    private func tell() async {
        while !Task.isCancelled {
            await seen.nudge.wait(atMost: .seconds(5))
            guard (try? await Task.sleep(for: Self.gathering)) != nil else { return }
            let news = seen.take()
            guard news.isEverything || !news.apps.isEmpty || !news.projects.isEmpty else { continue }
            do {
                if news.isEverything { try await store.wakeAll() } else { try await store.wake(news.apps.sorted(), projects: news.projects.sorted()) }
            } catch {
                log.warning("apps could not be woken", metadata: ["error": "\(String(reflecting: error))"])
                seen.put(back: news)
            }
        }
    }

    private final class Seen: Sendable {
        struct News {
            var apps: Set<AppID> = []
            var projects: Set<ProjectID> = []
            var isEverything = false
        }

        let nudge = Nudge()
        private let news = Mutex(News())

        func note(_ labels: [String: String]?) {
            news.withLock { news in
                guard let labels else {
                    news.isEverything = true
                    return
                }
                if let app = labels[Labels.app].flatMap({ AppID($0) }) {
                    news.apps.insert(app)
                } else if let project = labels[Labels.project].flatMap({ ProjectID($0) }) {
                    news.projects.insert(project)
                }
            }
            nudge()
        }

        func take() -> News {
            news.withLock { news in
                defer { news = News() }
                return news
            }
        }

        func put(back earlier: News) {
            news.withLock { news in
                news.apps.formUnion(earlier.apps)
                news.projects.formUnion(earlier.projects)
                news.isEverything = news.isEverything || earlier.isEverything
            }
        }
    }
}
