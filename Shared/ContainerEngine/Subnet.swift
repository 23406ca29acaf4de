import Foundation

/// A range of IPv4 addresses, "10.64.1.0/24" (RFC 4632).
struct Subnet: Sendable, Equatable {
    let first: UInt32
    let last: UInt32

    /// Nil for what is no IPv4 range; bits beyond the prefix are ignored.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = UInt32(parts[1]), length <= 32 else { return nil }
        let bytes = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard bytes.count == 4, !bytes.contains(nil) else { return nil }
        let address = bytes.compactMap(\.self).reduce(0) { $0 << 8 | UInt32($1) }
        self.init(address, mask: length == 0 ? 0 : ~0 << (32 - length))
    }

    private init(_ address: UInt32, mask: UInt32) {
        first = address & mask
        last = first | ~mask
    }

    func isWithin(_ other: Subnet) -> Bool { other.first <= first && last <= other.last }

    /// What is directly connected to each interface of this machine that is up, by its name (getifaddrs(3)).
    static func connected() -> [(interface: String, subnet: Subnet)] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        guard let list else { return [] }
        return sequence(first: list, next: \.pointee.ifa_next).compactMap { node in
            let entry = node.pointee
            guard entry.ifa_flags & UInt32(IFF_UP) != 0,
                let address = number(entry.ifa_addr), let mask = number(entry.ifa_netmask)
            else { return nil }
            return (String(cString: entry.ifa_name), Subnet(address, mask: mask))
        }
    }

    private static func number(_ address: UnsafeMutablePointer<sockaddr>?) -> UInt32? {
        guard let address, address.pointee.sa_family == sa_family_t(AF_INET) else { return nil }
        return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt32(bigEndian: $0.pointee.sin_addr.s_addr) }
    }
}
