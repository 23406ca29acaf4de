import Foundation
import Synchronization

/// Accepts connections on 127.0.0.1; each is served on a thread of its own.
final class Listener: Sendable {
    let port: UInt16
    private let serve: @Sendable (Connection) throws -> Void
    private let inside = Mutex<(listener: Int32, open: [Int: Connection], last: Int)>((-1, [:], 0))

    init(port: UInt16, serve: @escaping @Sendable (Connection) throws -> Void) throws {
        self.serve = serve
        let (listener, port) = try Self.listen(on: port)
        self.port = port
        accept(from: listener)
    }

    func stop() {
        pause()
        inside.withLock { $0.open.values }.forEach { $0.shut() }
    }

    func pause() {
        let (listener, open) = inside.withLock { inside in
            defer { inside.listener = -1 }
            return (inside.listener, inside.open.values)
        }
        // Its own thread closes it: the number could be another's by the time that thread accepts again.
        if listener >= 0 { shutdown(listener, Int32(SHUT_RDWR)) }
        open.forEach { $0.shut() }
    }

    var openConnections: Int { inside.withLock { $0.open.count } }

    func resume() throws { accept(from: try Self.listen(on: port).0) }
    func hangUp() { inside.withLock { $0.open.values }.forEach { $0.shut() } }
    func silence() { inside.withLock { $0.open.values }.forEach { $0.silence() } }

    private func accept(from listener: Int32) {
        inside.withLock { $0.listener = listener }
        Thread {
            while true {
                let peer = Foundation.accept(listener, nil, nil)
                if peer < 0, errno == EINTR || errno == ECONNABORTED { continue }
                guard peer >= 0 else {
                    close(listener)
                    return
                }
                let connection = self.inside.withLock { inside in
                    inside.last += 1
                    let connection = Connection(peer, number: inside.last)
                    inside.open[inside.last] = connection
                    return connection
                }
                Thread {
                    try? self.serve(connection)
                    // A silenced connection is not even closed: that would be a word.
                    while connection.isSilent, self.inside.withLock({ $0.listener }) >= 0 { Thread.sleep(forTimeInterval: 0.2) }
                    self.inside.withLock { _ = $0.open.removeValue(forKey: connection.number) }
                    connection.end()
                }.start()
            }
        }.start()
    }

    private static func listen(on port: UInt16) throws -> (Int32, UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard bind(listener, pointer, size) == 0, Foundation.listen(listener, 128) == 0 else { throw POSIXError(.EADDRINUSE) }
                getsockname(listener, pointer, &size)
            }
        }
        return (listener, UInt16(bigEndian: address.sin_port))
    }
}
