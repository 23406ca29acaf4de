/// An answer whose body is read as it comes. Letting go of it, like cancelling its reader, closes the connection.
///
/// Back pressure reaches the sender: beyond 256 KiB unread the transfer pauses.
package struct HTTPStream: Sendable {
    package let head: HTTPHead
    /// The chunks, in whatever sizes they came. One reader, once.
    package let body: HTTPStreamBody

    package var status: Int { head.status }
    package var headers: [(name: String, value: String)] { head.headers }

    /// The first header of this name, in whatever case.
    package func header(_ name: String) -> String? { head.header(name) }

    /// Closes the connection; a reader sees `cancelled`.
    package func cancel() {
        body.hold.cancel()
    }

    /// The rest of the body, at most `limit` bytes: for the sentence in an unexpected answer.
    package func collect(atMost limit: Int) async throws(HTTPError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await body.next() {
            bytes += chunk
            guard bytes.count <= limit else {
                cancel()
                throw HTTPError(.tooLarge, "the answer is larger than \(limit) bytes")
            }
        }
        return bytes
    }
}

/// The body of a stream.
package struct HTTPStreamBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = HTTPError

    package struct AsyncIterator: AsyncIteratorProtocol {
        let body: HTTPStreamBody

        package mutating func next() async throws(HTTPError) -> [UInt8]? { try await body.next() }

        package mutating func next(isolation: isolated (any Actor)?) async throws(HTTPError) -> [UInt8]? {
            try await body.next()
        }
    }

    let hold: ExchangeHold

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }

    /// The next bytes; nil at the end. For readers that are no `for` loop.
    package func next() async throws(HTTPError) -> [UInt8]? { try await hold.next() }
}
