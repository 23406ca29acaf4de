import Core

/// One layer of an image, by the digest of what is in it.
package struct ImageLayer: Sendable, Hashable {
    package let id: String
    package let size: Int64

    package init(id: String, size: Int64) {
        self.id = id
        self.size = size
    }
}

package extension ContainerEngine {
    /// An image's layers, the lowest first. Engines tell sizes by the step of the history that made a layer, and steps that made
    /// none count nothing; where the two do not match, the lowest layers are the ones whose size is told as nothing.
    func layers(of image: String) async throws(EngineError) -> [ImageLayer] {
        let details = try await call("GET", "/images/\(image.imagePath)/json").json()
        let history = try await call("GET", "/images/\(image.imagePath)/history").json()
        let ids = (details["RootFS"]?["Layers"]?.array ?? []).compactMap(\.string)
        let sizes = (history.array ?? []).compactMap { $0["Size"]?.int }.filter { $0 > 0 }
        // The history begins with the newest step.
        return zip(ids.reversed(), sizes + Array(repeating: 0, count: max(0, ids.count - sizes.count)))
            .map { ImageLayer(id: $0, size: $1) }.reversed()
    }

    /// Removes images that have no name, no image made from them and this label, and are older than `age`.
    func pruneImages(label: String, olderThan age: Duration) async throws(EngineError) {
        let filters: JSONValue = [
            "dangling": ["true"], "label": [.string(label)],
            "until": [.string(String(Timestamp.now().adding(.zero - age).microseconds / 1_000_000))],
        ]
        try await call("POST", "/images/prune", [("filters", filters.encoded())], deadline: .seconds(300))
    }

    /// Where the engine keeps what it has, on its own machine.
    func storageFolder() async throws(EngineError) -> String? {
        try await call("GET", "/info").json()["DockerRootDir"]?.string
    }
}
