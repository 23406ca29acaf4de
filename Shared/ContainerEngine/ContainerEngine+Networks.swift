import Core
import Logging

/// A network and what it carries.
package struct EngineNetwork: Sendable, Equatable {
    package let id: String
    package let name: String
    package let labels: [String: String]
}

package extension ContainerEngine {
    /// Makes a bridge network unless there is one of this name, whatever its labels.
    ///
    /// One whose addresses this machine meanwhile has on another interface is made anew: a route to it would lead there. Engines keep
    /// clear of other interfaces when they make a network, not when they bring an older one up again.
    ///
    /// - Throws: also when such a network cannot go yet, as long as containers are on it.
    func ensureNetwork(_ name: String, labels: [String: String] = [:]) async throws(EngineError) {
        do throws(EngineError) {
            let found = try await call("GET", "/networks/\(name.percentEncoded)").json()
            guard let other = Self.interface(at: found, otherThan: Self.interface(name)) else { return }
            log.warning("the addresses of a network are those of another interface; it is made anew", metadata: ["network": "\(name)", "interface": "\(other)"])
            try await removeNetwork(name)
        } catch where error.isNotFound {}
        do throws(EngineError) {
            let body: JSONValue = [
                "Name": .string(name), "Driver": "bridge", "CheckDuplicate": true, "Labels": .strings(labels),
                "Options": ["com.docker.network.bridge.name": .string(Self.interface(name))],
            ]
            try await call("POST", "/networks/create", body: body)
        } catch where error.isConflict {}  // Another was quicker.
    }

    /// The interface that has addresses of this network, which is told as `GET /networks/{name}` does.
    private static func interface(at network: JSONValue, otherThan own: String) -> String? {
        let subnets = (network["IPAM"]?["Config"]?.array ?? []).compactMap { $0["Subnet"]?.string.flatMap { Subnet($0) } }
        return Subnet.connected().first { interface, there in interface != own && subnets.contains { $0.overlaps(there) } }?.interface
    }

    /// The name of a network's bridge on the host, at most the 15 bytes that Linux allows. By itself Podman counts, "podman1", in
    /// each engine anew: two engines of one machine would then share bridges, and route to neither.
    private static func interface(_ network: String) -> String {
        // FNV-1a, 64 bits (draft-eastlake-fnv): the same in every process, and of the installation's id, which begins the name.
        let hash = network.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return "sw" + Hex.encode(withUnsafeBytes(of: hash.bigEndian) { Array($0.prefix(6)) })
    }

    /// Does nothing when there is none. One with containers on it is refused.
    func removeNetwork(_ name: String) async throws(EngineError) {
        do throws(EngineError) {
            try await call("DELETE", "/networks/\(name.percentEncoded)")
        } catch where error.isNotFound {}
    }

    /// The networks with this label, `key` or `key=value`.
    func listNetworks(label: String? = nil) async throws(EngineError) -> [EngineNetwork] {
        let answer = try await call("GET", "/networks", JSONValue.filters(label: label)).json()
        return (answer.array ?? []).compactMap { json in
            guard let id = json["Id"]?.string, let name = json["Name"]?.string else { return nil }
            return EngineNetwork(id: id, name: name, labels: json["Labels"]?.texts ?? [:])
        }
    }
}
