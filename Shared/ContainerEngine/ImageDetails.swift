package import Core

/// An image as it is kept here.
package struct ImageDetails: Sendable, Equatable {
    package let id: String
    package let tags: [String]
    /// `name@sha256:…`. Not always what a registry calls it: a push may change the manifest's form.
    package let repoDigests: [String]
    /// The TCP ports of EXPOSE, ascending.
    package let exposedPorts: [Int]
    /// Empty: root.
    package let user: String
    package let cmd: [String]
    package let entrypoint: [String]
    package let env: [String]
    package let workingDirectory: String
    package let labels: [String: String]
    package let size: Int64

    init(_ json: JSONValue) throws(EngineError) {
        guard let id = json["Id"]?.string else { throw .unreadable("what the engine says of an image") }
        let config = json["Config"] ?? .null
        self.id = id
        tags = json["RepoTags"]?.textList ?? []
        repoDigests = json["RepoDigests"]?.textList ?? []
        exposedPorts = (config["ExposedPorts"]?.object ?? [:]).keys.filter { !$0.hasSuffix("/udp") }
            .compactMap { Int($0.prefix { $0 != "/" }) }.sorted()
        user = config["User"]?.string ?? ""
        cmd = config["Cmd"]?.textList ?? []
        entrypoint = config["Entrypoint"]?.textList ?? []
        env = config["Env"]?.textList ?? []
        workingDirectory = config["WorkingDir"]?.string ?? ""
        labels = config["Labels"]?.texts ?? [:]
        size = json["Size"]?.int ?? 0
    }
}

/// A line of the list of images.
package struct StoredImage: Sendable, Equatable {
    package let id: String
    package let tags: [String]
    package let labels: [String: String]
    package let size: Int64
    package let createdAt: Timestamp

    init?(_ json: JSONValue) {
        guard let id = json["Id"]?.string else { return nil }
        self.id = id
        tags = json["RepoTags"]?.textList ?? []
        labels = json["Labels"]?.texts ?? [:]
        size = json["Size"]?.int ?? 0
        createdAt = Timestamp(microseconds: (json["Created"]?.int ?? 0) * 1_000_000)
    }
}

private extension JSONValue {
    var textList: [String] { (array ?? []).compactMap(\.string) }
}
