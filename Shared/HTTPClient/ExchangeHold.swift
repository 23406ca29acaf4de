/// Keeps a transfer going: when the last one who holds it lets go, the connection is closed.
///
/// Holds the client too, whose end would be the end of its thread.
final class ExchangeHold: Sendable {
    private let exchange: Exchange
    private let client: HTTPClient

    init(_ exchange: Exchange, of client: HTTPClient) {
        self.exchange = exchange
        self.client = client
    }

    deinit {
        cancel()
    }

    func head() async throws(HTTPError) -> HTTPHead {
        try await cancellable { () async throws(HTTPError) in try await exchange.head() }
    }

    func next() async throws(HTTPError) -> [UInt8]? {
        let (bytes, mustResume) = try await cancellable { () async throws(HTTPError) in try await exchange.next() }
        if mustResume { client.loop.submit(.resume(exchange.id)) }
        return bytes
    }

    func cancel() {
        exchange.end(.cancelled)
        client.loop.submit(.cancel(exchange.id))
    }

    private func cancellable<T: Sendable>(_ body: () async throws(HTTPError) -> T) async throws(HTTPError) -> T {
        let result: Result<T, HTTPError> = await withTaskCancellationHandler {
            do throws(HTTPError) { return .success(try await body()) } catch { return .failure(error) }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }
}
