import Foundation

/// Which addresses a repository may have. A server that fetches what strangers name must not be their way into the
/// network it stands in, so everything that is not plainly public is refused.
package enum AddressPolicy {
    /// Whether a numeric address, IPv4 or IPv6, is a public one. Text that is no address is not.
    package static func isPublic(_ address: String) -> Bool {
        if let bytes = bytes(address, AF_INET, 4) { return isPublic4(bytes) }
        if let bytes = bytes(address, AF_INET6, 16) { return isPublic6(bytes) }
        return false
    }

    private static func bytes(_ address: String, _ family: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, address, &bytes) == 1 ? bytes : nil
    }

    private static func isPublic4(_ a: [UInt8]) -> Bool {
        switch (a[0], a[1], a[2]) {
        case (0, _, _), (10, _, _), (127, _, _): false  // this network, private, loopback
        case (100, 64...127, _): false  // carrier-grade NAT
        case (169, 254, _): false  // link-local, and the clouds' metadata
        case (172, 16...31, _), (192, 168, _): false  // private
        case (192, 0, 0), (192, 0, 2), (198, 51, 100), (203, 0, 113): false  // protocols, documentation
        case (192, 88, 99): false  // 6to4 relays
        case (198, 18...19, _): false  // benchmarks
        case (224..., _, _): false  // multicast, reserved, broadcast
        default: true
        }
    }

    /// Only global unicast (2000::/3), and of it nothing that embeds an IPv4 address or documents something. What is
    /// outside of it is loopback, link-local, unique local, multicast, v4-mapped or NAT64.
    private static func isPublic6(_ a: [UInt8]) -> Bool {
        guard a[0] & 0xE0 == 0x20 else { return false }
        switch (a[0], a[1], a[2], a[3]) {
        case (0x20, 0x01, 0x00...0x01, _): return false  // Teredo and other protocol assignments
        case (0x20, 0x01, 0x0D, 0xB8): return false  // documentation
        case (0x20, 0x02, _, _): return false  // 6to4
        case (0x3F, 0xFF, 0x00...0x0F, _): return false  // documentation
        default: return true
        }
    }
}
