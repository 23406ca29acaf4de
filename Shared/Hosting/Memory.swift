import CMalloc
import ServiceLifecycle

/// Gives memory back that is not needed any more: a service is idle most of its life, and seven of them share a machine.
struct Memory: Service {
    /// glibc would keep an arena a thread, up to eight a core, each with what its busiest moment left; and after the first big
    /// block was freed (16 MiB for one password) it would take such blocks from the heap, where they stay.
    static func configure() {
        _ = mallopt(M_ARENA_MAX, 2)
        _ = mallopt(M_MMAP_THRESHOLD, 1024 * 1024)
        _ = mallopt(M_TRIM_THRESHOLD, 256 * 1024)
    }

    /// What lies free between blocks that are in use, once a while: some milliseconds.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            var pause = Duration.seconds(20)
            while (try? await Task.sleep(for: pause)) != nil {
                _ = malloc_trim(0)
                pause = .seconds(60)
            }
        }
    }
}
