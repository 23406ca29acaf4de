import ContainerEngine
import Core

/// What builds leave on the container engine: images of this installation, told by their labels. Anything else there is
/// somebody else's.
struct EngineImages: Sendable {
    /// Of each app, for a quick return and for the layers that the next build reuses; the registry has the others.
    static let kept = 3

    let engine: ContainerEngine
    let installation: String
    let layers: EngineLayers

    /// Removes what has no use and older copies of what the registry keeps; then build cache that was long not used.
    /// - Parameter unused: which of these builds' copies have no use.
    func collect(
        unused: ([BuildID]) async throws -> Set<BuildID>, cacheOlderThan age: Duration
    ) async throws -> (images: Int, bytes: Int64) {
        let before = try await survey()
        let images = try await engine.listImages(label: label).filter { $0.labels["slipway.app"] != nil }
        let gone = try await unused(images.compactMap(\.build))
        for (_, mine) in Dictionary(grouping: images, by: { $0.labels["slipway.app"] }) {
            let (useless, useful) = mine.sorted { $0.createdAt > $1.createdAt }.split { $0.build.map(gone.contains) ?? false }
            for image in useless + useful.dropFirst(Self.kept) { await remove(image) }
        }
        try await engine.pruneImages(label: label, olderThan: age)
        let after = try await survey()
        return (max(0, before.images - after.images), max(0, before.bytes - after.bytes))
    }

    /// Every image of an app, used or not.
    func removeAll(of app: AppID) async throws {
        for image in try await engine.listImages(label: "slipway.app=\(app)") where image.labels["slipway.installation"] == installation {
            try await engine.removeImage(image.id, force: true)
        }
    }

    /// An app's older copies, after one more has come.
    func trim(_ app: AppID) async {
        guard let images = try? await engine.listImages(label: "slipway.app=\(app)") else { return }
        let mine = images.filter { $0.labels["slipway.installation"] == installation }
        for image in mine.sorted(by: { $0.createdAt > $1.createdAt }).dropFirst(Self.kept) { await remove(image) }
    }

    /// All layers of this installation, each once.
    private func survey() async throws -> (images: Int, bytes: Int64) {
        let images = try await engine.listImages(label: label, all: true)
        let sizes = try await layers.sizes(of: images.map(\.id))
        let all = sizes.values.flatMap(\.self).reduce(into: [:]) { $0[$1.id] = $1.size }
        return (images.count, all.values.reduce(0, +))
    }

    /// One that runs stays, and is tried again the next time.
    private func remove(_ image: StoredImage) async {
        let names = image.tags.filter { $0 != "<none>:<none>" }
        for name in names.isEmpty ? [image.id] : names { try? await engine.removeImage(name, force: false) }
    }

    private var label: String { "slipway.installation=\(installation)" }
}

extension StoredImage {
    fileprivate var build: BuildID? { labels["slipway.build"].flatMap { BuildID($0) } }
}

extension Sequence {
    /// Those that are, and those that are not.
    fileprivate func split(_ isFirst: (Element) -> Bool) -> ([Element], [Element]) {
        reduce(into: ([], [])) { parts, element in
            if isFirst(element) { parts.0.append(element) } else { parts.1.append(element) }
        }
    }
}
