import Core

package extension ContainerEngine {
    func inspectImage(_ reference: String) async throws(EngineError) -> ImageDetails {
        try ImageDetails(try await call("GET", "/images/\(reference.imagePath)/json").json())
    }

    /// Gives an image one more name.
    func tag(_ reference: String, as name: String) async throws(EngineError) {
        let target = ImageReference(name)
        try await call("POST", "/images/\(reference.imagePath)/tag", [("repo", target.name), ("tag", target.tag ?? "latest")])
    }

    /// Takes a name away, and the image with its last one. Does nothing when there is none; one that is in use is `isConflict`,
    /// unless `force` is set.
    func removeImage(_ reference: String, force: Bool = false) async throws(EngineError) {
        do throws(EngineError) {
            try await call("DELETE", "/images/\(reference.imagePath)", [("force", force ? "1" : "0")], deadline: .seconds(60))
        } catch where error.isNotFound {}
    }

    /// The images with this label, `key` or `key=value`; with `all`, the build cache too.
    ///
    /// Podman fails the whole list when an image is removed while it looks at it, as builds do with theirs; so it is asked again.
    func listImages(label: String? = nil, all: Bool = false) async throws(EngineError) -> [StoredImage] {
        var triesLeft = 10
        while true {
            do throws(EngineError) {
                let answer = try await call("GET", "/images/json", JSONValue.filters(label: label) + (all ? [("all", "1")] : [])).json()
                return (answer.array ?? []).compactMap(StoredImage.init)
            } catch {
                triesLeft -= 1
                guard triesLeft > 0, error.status == 500, error.message.contains("image not known"), !Task.isCancelled else { throw error }
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }
}

extension String {
    /// In a path, the slashes and the colons of an image's name stay what they are.
    var imagePath: String {
        split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.split(separator: ":", omittingEmptySubsequences: false).map { String($0).percentEncoded }.joined(separator: ":") }
            .joined(separator: "/").replacing("%40", with: "@")
    }
}
