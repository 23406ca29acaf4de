import HTTPTypes

/// Whose address a request comes from. A proxy's word is taken only from a proxy that the operator named (or from this
/// very machine, where the router runs); anybody else could write any address there.
struct ClientAddress: Sendable {
    /// Proxies beside loopback.
    let proxies: AddressNetworks

    func address(peer: String?, _ headers: HTTPFields) -> String {
        guard let peer else { return "unknown" }
        guard isProxy(peer), let forwarded = headers[values: .forwardedFor].last else { return peer }
        // Each proxy appends; what the nearest one saw is last. Walk back over proxies that are ours.
        let hops = forwarded.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        for hop in hops.reversed() where !isProxy(hop) {
            return hop.utf8.count <= 45 ? hop : peer
        }
        return hops.first ?? peer
    }

    private func isProxy(_ address: String) -> Bool {
        address.hasPrefix("127.") || address == "::1" || address.hasPrefix("::ffff:127.") || proxies.contains(address)
    }
}
