import Foundation
import Synchronization

/// A server that says exactly what a test tells it to: one thread per connection, blocking sockets, no framework to be right by.
package final class ScriptedServer: Sendable {
    package let url: String
    package let socketPath: String?
    private let listener: Int32
    private let count = Mutex(0)

    /// How many connections were accepted.
    package var connections: Int { count.withLock { $0 } }

    /// On a free port of 127.0.0.1, or on a Unix socket.
    package init(unixSocket: String? = nil, _ script: @escaping @Sendable (ScriptedConnection) throws -> Void) throws {
        socketPath = unixSocket
        if let unixSocket {
            listener = try Self.listen(on: unixSocket)
            url = "http://engine"
        } else {
            let (listener, port) = try Self.listenOnFreePort()
            (self.listener, url) = (listener, "http://127.0.0.1:\(port)")
        }
        let listener = listener
        Thread {
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else { return }
                self.count.withLock { $0 += 1 }
                Thread {
                    let connection = ScriptedConnection(peer)
                    try? script(connection)
                    close(peer)
                }.start()
            }
        }.start()
    }

    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        if let socketPath { unlink(socketPath) }
    }

    private static func listenOnFreePort() throws -> (Int32, UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard bind(listener, pointer, size) == 0, Foundation.listen(listener, 64) == 0 else { throw POSIXError(.EADDRINUSE) }
                getsockname(listener, pointer, &size)
            }
        }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    private static func listen(on path: String) throws -> Int32 {
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                let size = socklen_t(MemoryLayout<sockaddr_un>.size)
                guard bind(listener, pointer, size) == 0, Foundation.listen(listener, 64) == 0 else { throw POSIXError(.EADDRINUSE) }
            }
        }
        return listener
    }
}

/// The server's end of a connection.
package struct ScriptedConnection: Sendable {
    private let peer: Int32

    init(_ peer: Int32) {
        self.peer = peer
    }

    package struct Ended: Error {}

    package struct Request {
        package var head: String
        package var body: [UInt8]

        package func header(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
                .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
        }
    }

    /// The next request, its body by Content-Length or in chunks; throws when the other side has closed.
    package func request() throws -> Request {
        var bytes: [UInt8] = []
        while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) { bytes += try read(1) }
        var request = Request(head: String(decoding: bytes, as: UTF8.self), body: [])
        if let length = request.header("Content-Length").flatMap({ Int($0) }) {
            while request.body.count < length { request.body += try read(length - request.body.count) }
        } else if request.header("Transfer-Encoding") == "chunked" {
            while case let chunk = try self.chunk(), !chunk.isEmpty { request.body += chunk }
        }
        return request
    }

    private func chunk() throws -> [UInt8] {
        var line: [UInt8] = []
        while !line.suffix(2).elementsEqual("\r\n".utf8) { line += try read(1) }
        let size = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16) ?? 0
        var bytes: [UInt8] = []
        while bytes.count < size + 2 { bytes += try read(size + 2 - bytes.count) }
        return Array(bytes.dropLast(2))
    }

    package func read(_ most: Int) throws -> [UInt8] {
        var room = [UInt8](repeating: 0, count: min(most, 64 << 10))
        let count = Foundation.read(peer, &room, room.count)
        guard count > 0 else { throw Ended() }
        return Array(room.prefix(count))
    }

    package func write(_ text: String) throws { try write(Array(text.utf8)) }

    package func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { send(peer, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Ended() }
            sent += count
        }
    }

    package func answer(_ body: String, status: Int = 200, headers: String = "") throws {
        try write("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
    }

    /// Waits until the other side has closed.
    package func waitForEnd() {
        while (try? read(4096)) != nil {}
    }
}
