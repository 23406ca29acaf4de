import Core
import Foundation
import Logging
import Messages
import Messaging
import Reconciliation
import Telemetry

/// Removes what nothing needs: images from the engine, then, behind the closed gate, from the registry.
///
/// Every phase reads the rows and may be the last before a crash: the next worker begins at the first again and finds less to do.
/// What is needed is the deploy service's to say; it writes off the rest in the same transaction, so that nothing it starts
/// later uses one of them.
struct CollectionWorker: Sendable {
    struct Settings: Sendable {
        var installation: String
        var owner: String
        /// A build that ended, or was last asked for, less long ago keeps its image.
        var grace: Duration
        /// Build cache that was not used for longer goes.
        var cacheAge: Duration
    }

    let store: CollectionStore
    let gate: RegistryGate
    let registry: ImageRegistry
    let maintenance: RegistryMaintenance?
    let builder: any Builder
    let rpc: RPCClient
    let settings: Settings
    let log: Logger

    func claim() async throws -> Collection? { try await store.claim(owner: settings.owner) }

    func work(on collection: Collection) async {
        do {
            try await withHeartbeat(every: .seconds(4), renew: { try await store.renew(collection) }) { try await collect(collection) }
        } catch {
            await settle(collection, error)
        }
    }

    private func collect(_ start: Collection) async throws {
        var collection = start
        log.info("collecting images", metadata: ["collection": "\(collection.id)", "trigger": "\(collection.trigger.rawValue)"])
        try await store.tell(collection, "Asking what is needed.")
        try await writeOff(collection)
        try await store.tell(collection, "Removing what builds left behind.")
        let (images, bytes) = try await builder.collect(unused: store.unusedOnEngine, cacheOlderThan: settings.cacheAge)
        collection.freed.engineImages += images
        collection.freed.engineBytes += bytes
        if try await isWorthClosing(collection) { collection = try await sweep(collection) }
        try await store.finish(collection, message: "")
        count(collection)
    }

    private func isWorthClosing(_ collection: Collection) async throws -> Bool {
        if collection.trigger != .clock { return true }
        if try await gate.hasGarbage() { return true }
        return try await !store.removals().isEmpty
    }

    /// Asks the deploy service app by app, and writes off what it gave up.
    private func writeOff(_ collection: Collection) async throws {
        let considered = try await store.consider(collection, before: Timestamp.now().adding(.zero - settings.grace))
        for (app, images) in Dictionary(grouping: considered, by: \.app).sorted(by: { $0.key < $1.key }) {
            for start in stride(from: 0, to: images.count, by: 200) {
                let some = images[start..<min(start + 200, images.count)]
                let request = Proto.GiveUpImagesRequest(
                    appID: app.description,
                    candidates: some.map { Proto.ImageCandidate(image: $0.image, buildIDs: $0.builds.map(\.description)) })
                let given = Set(try await rpc.call(DeployInternalRPC.giveUpImages, request, .new(deadline: .seconds(15))).images)
                for image in some where given.contains(image.image) { _ = try await store.writeOff(image, collection) }
            }
        }
        try await store.letGo(collection)
        for build in try await store.abandonedPushes() {
            let digest = try await registry.digest(of: build)
            try await store.writeOff(build, pushed: digest.map { "\(registry.name(build))@\($0)" })
        }
    }

    /// Closed from here on: no push begins, and those under way have ended before anything is deleted.
    private func sweep(_ start: Collection) async throws -> Collection {
        var collection = start
        try await gate.close(collection)
        do {
            try await drain(collection)
            try await store.tell(collection, "Removing images from the registry.")
            try await gate.forgetGarbage()
            do {
                collection.freed.images += try await deleteManifests()
                if let maintenance {
                    try await store.tell(collection, "Sweeping the registry; pushes wait.")
                    let (before, after) = try await maintenance.collect()
                    (collection.freed.registryBefore, collection.freed.registryAfter) = (before, after)
                }
            } catch {
                // A task of its own: this one may be cancelled already.
                try await Task { try await gate.noteGarbage() }.value
                throw error
            }
        } catch {
            let closed = collection
            try await Task { try await gate.open(closed) }.value
            throw error
        }
        try await gate.open(collection)
        return collection
    }

    private func drain(_ collection: Collection) async throws {
        let deadline = Deadline.after(builder.pushPatience)
        var told = 0
        while true {
            let pushes = try await gate.pushes()
            guard pushes > 0 else { return }
            if pushes != told { try await store.tell(collection, "Waiting for \(pushes == 1 ? "a push" : "\(pushes) pushes") to end.") }
            told = pushes
            guard !deadline.hasPassed else {
                throw Fault.timedOut("Pushes went on for \(builder.pushPatience.components.seconds / 60) min, so the registry was not swept; it is tried again.")
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func deleteManifests() async throws -> Int {
        var deleted = 0
        for image in try await store.removals() {
            if try await !store.isAlive(image) {
                try await registry.remove(image)
                deleted += 1
            }
            try await store.removed(image)
        }
        return deleted
    }

    private func settle(_ collection: Collection, _ error: any Error) async {
        if error is LeaseLost { return }
        let fault = Fault.wrapping(error, "collecting images")
        let settled = Task {
            if error is CancellationError || fault.code == .cancelled { return try await store.release(collection) }
            log.warning("collecting images failed", metadata: ["collection": "\(collection.id)", "error": "\(String(reflecting: fault))"])
            let said = fault.code == .internal ? "Something inside Slipway failed; its operator finds it in the log of the build service." : fault.message
            try await store.fail(collection, message: said)
        }
        // Should this fail, the lease runs out by itself.
        try? await settled.value
    }

    private func count(_ collection: Collection) {
        let freed = collection.freed
        let registry = max(0, (freed.registryBefore ?? 0) - (freed.registryAfter ?? 0))
        Figures.collectedImages.increment("registry", by: freed.images)
        Figures.collectedImages.increment("engine", by: freed.engineImages)
        Figures.collectedBytes.increment("registry", by: Int(registry))
        Figures.collectedBytes.increment("engine", by: Int(freed.engineBytes))
        log.info(
            "collected images",
            metadata: [
                "collection": "\(collection.id)", "registry.images": "\(freed.images)", "registry.bytes": "\(registry)",
                "engine.images": "\(freed.engineImages)", "engine.bytes": "\(freed.engineBytes)",
            ])
    }
}
