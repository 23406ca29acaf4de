import Core
import Foundation
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
    /// One whose addresses this machine meanwhile has on another interface is made anew, unless containers are on it: a route to it may
    /// lead there. Podman keeps clear of other interfaces when it makes a network, not when it brings an older one up again.
    func ensureNetwork(_ name: String, labels: [String: String] = [:]) async throws(EngineError) {
        do throws(EngineError) {
            try await call("GET", "/networks/\(name.percentEncoded)")
            guard let other = try await rival(of: name) else { return }
            let place: Logger.Metadata = ["network": "\(name)", "interface": "\(other)"]
            do {
                try await removeNetwork(name)
                log.warning("another interface has the addresses of a network, which is made anew", metadata: place)
            } catch {
                if error.isUnanswered { throw error }
                return log.warning("another interface has the addresses of a network that is in use", metadata: place)
            }
        } catch where error.isNotFound {}
        do throws(EngineError) {
            let body: JSONValue = [
                "Name": .string(name), "Driver": "bridge", "CheckDuplicate": true, "Labels": .strings(labels),
                "Options": ["com.docker.network.bridge.name": .string(Self.interface(name))],
            ]
            try await call("POST", "/networks/create", body: body)
        } catch where error.isConflict {}  // Another was quicker.
    }

    /// The other interface of this machine that traffic for this network may leave by. A broader range, as of a VPN, is none: the network's
    /// own route is the closer one. Nil where networks are not this process's to see: Docker's, or those of an engine without root.
    private func rival(of name: String) async throws(EngineError) -> String? {
        guard geteuid() == 0, let libpod = try await version().libpod else { return nil }
        let network = try await call("GET", "/libpod/networks/\(name.percentEncoded)/json", under: "/v\(libpod)").json()
        let own = network["network_interface"]?.string
        let subnets = (network["subnets"]?.array ?? []).compactMap { $0["subnet"]?.string.flatMap { Subnet($0) } }
        return Subnet.connected().first { interface, there in interface != own && subnets.contains { there.isWithin($0) } }?.interface
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
