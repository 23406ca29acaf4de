/// Who listens in a container's network, read from the kernel's `/proc/<pid>/net/tcp` and `tcp6`.
struct Listeners: Sendable, Equatable {
    /// Ports that listen on an address that is reachable from outside.
    private(set) var open: Set<Int> = []
    /// Ports that listen on loopback addresses only.
    private(set) var local: Set<Int> = []
    /// Ports that listen on an address of IPv4.
    private var version4: Set<Int> = []

    /// - Parameter tables: the text of both tables; what cannot be read as a line of one is not there.
    init(_ tables: String...) {
        for table in tables {
            for line in table.split(separator: "\n").dropFirst() { read(line.split(separator: " ")) }
        }
        local.subtract(open)
    }

    /// Whether it listens by IPv6 alone, which may take IPv4 as well.
    func isVersion6(_ port: Int) -> Bool { (open.contains(port) || local.contains(port)) && !version4.contains(port) }

    func sighting(of port: Int) -> Sighting {
        if open.contains(port) { return .ready }
        if local.contains(port) { return .localhostOnly }
        if let other = open.min() ?? local.min() { return .listens(port: other) }
        return .silent
    }

    /// `0: 0100007F:1F90 00000000:0000 0A …`: local address, remote address, state; 0A is LISTEN.
    private mutating func read(_ fields: [Substring]) {
        guard fields.count > 3, fields[3] == "0A" else { return }
        let parts = fields[1].split(separator: ":")
        guard parts.count == 2, let port = Int(parts[1], radix: 16) else { return }
        let address = parts[0]
        // 127.0.0.11 is an engine's own name server.
        if address == "0B00007F" { return }
        if address.count == 8 { version4.insert(port) }
        if Self.isLoopback(address) { local.insert(port) } else { open.insert(port) }
    }

    private static func isLoopback(_ address: Substring) -> Bool {
        if address.count == 8 { return address.hasSuffix("7F") }
        return address == "00000000000000000000000001000000" || (address.hasPrefix("0000000000000000FFFF0000") && address.hasSuffix("7F"))
    }
}
