import Core
import HTTPClient

package extension ContainerEngine {
    /// Builds an image from a tar file. The build lives as long as the stream: letting go of it, like cancelling its reader, ends it.
    ///
    /// - Parameters:
    ///   - context: the path of the tar file, sent while it is read.
    ///   - dockerfile: the path inside it.
    ///   - secrets: by id, names of files at the top of the context. Podman takes them out of it before the first step and shows each to
    ///     the steps that ask for it (`RUN --mount=type=secret,id=…`), in no layer; Docker's API knows no such thing.
    ///   - memory: bytes for each step, swap included.
    ///   - pull: true asks the registries for every image that the Dockerfile names, though the engine has it: layers that are here are not
    ///     fetched again. Otherwise all that the engine has is there for every build, by its name, by its id, or by the id's beginning.
    ///   - readable: repositories in our registry, as image names begin with them, for which the build is shown our login there. No step
    ///     sees it. Podman alone knows logins for less than a whole registry.
    ///   - group: a name for this piece of work, lower-case letters, digits and hyphens; what an earlier build with the same name has
    ///     left running, because its worker died, is ended first.
    ///   - deadline: for the whole build; the caller's own is usually shorter.
    func build(
        context: String, dockerfile: String, tag: String, buildArgs: [String: String] = [:], labels: [String: String] = [:],
        secrets: [String: String] = [:], memory: Int64? = nil, pull: Bool = false, readable: [String] = [], network: BuildNetwork = .isolated, noCache: Bool = false,
        group: String = Hex.encode(Random.bytes(8)), deadline: Duration = .seconds(2 * 3600)
    ) async throws(EngineError) -> AsyncThrowingStream<BuildEvent, any Error> {
        let libpod = try await version().libpod
        var steps: BuildSteps?
        if libpod != nil, try await usesPlainGroups() { steps = BuildSteps(group: group) }
        // A cut or failed build would leave its containers behind.
        var query: Query = [("t", tag), ("dockerfile", dockerfile), ("rm", "1"), ("forcerm", "1")]
        query.append(libpod == nil ? ("pull", pull ? "1" : "0") : ("pullpolicy", pull ? "always" : "missing"))
        if noCache { query.append(("nocache", "1")) }
        if !buildArgs.isEmpty { query.append(("buildargs", JSONValue.strings(buildArgs).encoded())) }
        if !labels.isEmpty { query.append(("labels", JSONValue.strings(labels).encoded())) }
        // Podman keeps no layers unless told to, and finds kept ones only when it knows the format that it looks for.
        if libpod != nil { query += [("layers", "1"), ("outputformat", "application/vnd.oci.image.manifest.v1+json")] }
        if !secrets.isEmpty { query.append(("secrets", JSONValue.array(secrets.map { .string("id=\($0),src=\($1)") }).encoded())) }
        if let memory { query += [("memory", "\(memory)"), ("memswap", "\(memory)")] }
        if let steps { query.append(("cgroupparent", steps.path)) }
        query += network.query(isPodman: libpod != nil)
        let path = libpod.map { "/v\($0)/libpod/build" } ?? Self.apiVersion + "/build"
        let stream = try await open("POST", path, query) { request in
            // Nobody at any registry but for what is named, whoever has logged in on this machine.
            request.headers = [("Content-Type", "application/x-tar"), ("X-Registry-Config", logins(for: readable))]
            request.body = .file(path: context)
            request.timeout = deadline
        }
        return ChunkReader(stream.body, BuildEvents(), keeping: steps).stream()
    }

    /// Whether the engine makes control groups itself; systemd would want a slice.
    private func usesPlainGroups() async throws(EngineError) -> Bool {
        try await call("GET", "/info").json()["CgroupDriver"]?.string == "cgroupfs"
    }
}

private extension BuildNetwork {
    func query(isPodman: Bool) -> Query {
        guard isPodman else {
            return switch self {
            case .isolated: []
            case .host: [("networkmode", "host")]
            case .none: [("networkmode", "none")]
            }
        }
        let own = JSONValue.array([["Name": "network", "Host": false]]).encoded()
        return switch self {
        // The rootless way of setting a step up, which is slirp4netns; the default way needs iptables.
        case .isolated: [("isolation", "rootless"), ("nsoptions", own)]
        case .host: [("nsoptions", JSONValue.array([["Name": "network", "Host": true]]).encoded())]
        case .none: [("networkmode", "NetworkDisabled"), ("nsoptions", own)]
        }
    }
}
