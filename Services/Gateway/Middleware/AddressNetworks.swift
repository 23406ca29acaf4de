import Core
import Glibc

/// Addresses and networks as an operator writes them: `10.0.0.2`, `10.244.0.0/16`, `fd00::/8`.
struct AddressNetworks: Sendable {
    private struct Network: Sendable {
        var address: [UInt8]
        var bits: Int
    }

    private let networks: [Network]

    /// Nil when one of them is neither.
    init?(_ texts: [String]) {
        var networks: [Network] = []
        for text in texts {
            let sides = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let address = Self.bytes(String(sides[0])) else { return nil }
            let bits = sides.count == 2 ? Int(sides[1]) : address.count * 8
            guard let bits, (0...address.count * 8).contains(bits) else { return nil }
            networks.append(Network(address: address, bits: bits))
        }
        self.networks = networks
    }

    func contains(_ text: String) -> Bool {
        guard !networks.isEmpty, let address = Self.bytes(text) else { return false }
        return networks.contains { $0.address.count == address.count && Self.agree($0.address, address, bits: $0.bits) }
    }

    private static func agree(_ a: [UInt8], _ b: [UInt8], bits: Int) -> Bool {
        let whole = bits / 8
        guard a.prefix(whole) == b.prefix(whole) else { return false }
        let rest = bits % 8
        return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0
    }

    /// Four bytes or sixteen; an IPv4 address in IPv6's clothes is an IPv4 address.
    private static func bytes(_ text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        var sixteen = in6_addr()
        guard inet_pton(AF_INET6, text, &sixteen) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: &sixteen) { Array($0) }
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
        return isMapped ? Array(bytes.suffix(4)) : bytes
    }
}
