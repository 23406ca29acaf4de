import Foundation
import Synchronization
import TestSupport

/// Stands between a client and its server, and can cut the connection in the middle of a message.
final class Relay: Sendable {
    let port: UInt16
    private let server: UInt16
    private let listener: Int32
    /// How many bytes the server may still say; nil for any number.
    private let allowance = Mutex<Int?>(nil)

    init(to url: String) throws {
        guard let server = UInt16(url.split(separator: ":").last ?? "") else { throw POSIXError(.EINVAL) }
        self.server = server
        port = try freePort()
        listener = try Self.socket()
        var on: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard Self.with(port, { bind(listener, $0, $1) }) == 0, listen(listener, 8) == 0 else { throw POSIXError(.EADDRINUSE) }
        Thread { [self] in accept() }.start()
    }

    /// The connection ends once the server has said `bytes` more; the next one has no bound.
    func cut(after bytes: Int) { allowance.withLock { $0 = bytes } }

    func end() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0, let upstream = try? Self.socket() else { break }
            guard Self.with(server, { connect(upstream, $0, $1) }) == 0 else {
                close(client)
                close(upstream)
                continue
            }
            let ends = Ends(client, upstream)
            Thread { [self] in copy(client, upstream, ends) { $0 } }.start()
            Thread { [self] in copy(upstream, client, ends, allowed) }.start()
        }
        close(listener)
    }

    private func allowed(_ count: Int) -> Int {
        allowance.withLock { allowance in
            guard let left = allowance else { return count }
            allowance = left > count ? left - count : nil
            return min(left, count)
        }
    }

    private func copy(_ from: Int32, _ to: Int32, _ ends: Ends, _ allowed: (Int) -> Int) {
        var bytes = [UInt8](repeating: 0, count: 16 << 10)
        while case let count = read(from, &bytes, bytes.count), count > 0 {
            let passed = allowed(count)
            var sent = 0
            while sent < passed {
                let written = bytes.withUnsafeBytes { send(to, $0.baseAddress! + sent, passed - sent, Int32(truncatingIfNeeded: MSG_NOSIGNAL)) }
                guard written > 0 else { return ends.leave() }
                sent += written
            }
            guard passed == count else { break }
        }
        ends.leave()
    }

    private static func socket() throws -> Int32 {
        let file = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard file >= 0 else { throw POSIXError(.EMFILE) }
        return file
    }

    private static func with(_ port: UInt16, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}

/// The two sockets of one connection, closed when both directions are over.
private final class Ends: Sendable {
    private let files: [Int32]
    private let left = Mutex(2)

    init(_ files: Int32...) { self.files = files }

    func leave() {
        for file in files { shutdown(file, Int32(SHUT_RDWR)) }
        let isLast = left.withLock { left in
            left -= 1
            return left == 0
        }
        if isLast { for file in files { close(file) } }
    }
}
