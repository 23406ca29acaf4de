import HTTPClient

/// Cuts chunks into elements.
protocol ChunkParser: Sendable {
    associatedtype Element: Sendable

    mutating func feed(_ bytes: [UInt8]) throws(EngineError) -> [Element]
    /// At the end of the stream.
    mutating func finish() throws(EngineError) -> [Element]
}

/// Pulls a stream through a parser, one element for one asking: nothing is read ahead but a chunk.
actor ChunkReader<Parser: ChunkParser> {
    private let body: HTTPStreamBody
    private var parser: Parser
    private var ready: ArraySlice<Parser.Element> = []
    private var isOver = false
    /// What shall live as long as somebody reads.
    private let kept: (any AnyObject & Sendable)?

    init(_ body: HTTPStreamBody, _ parser: Parser, keeping kept: (any AnyObject & Sendable)? = nil) {
        self.kept = kept
        self.body = body
        self.parser = parser
    }

    func next() async throws(EngineError) -> Parser.Element? {
        guard try await fill() else { return nil }
        return ready.removeFirst()
    }

    /// All that is there; nil at the end.
    func nextBatch() async throws(EngineError) -> [Parser.Element]? {
        guard try await fill() else { return nil }
        defer { ready = [] }
        return Array(ready)
    }

    /// False at the end.
    private func fill() async throws(EngineError) -> Bool {
        while ready.isEmpty {
            guard !isOver else { return false }
            let chunk: [UInt8]?
            do throws(HTTPError) { chunk = try await body.next() } catch { throw EngineError(error) }
            if let chunk {
                ready = try parser.feed(chunk)[...]
            } else {
                isOver = true
                ready = try parser.finish()[...]
            }
        }
        return true
    }

    /// Letting go of this stream lets go of the connection.
    nonisolated func stream() -> AsyncThrowingStream<Parser.Element, any Error> {
        AsyncThrowingStream { try await self.next() }
    }

    nonisolated func batches() -> AsyncThrowingStream<[Parser.Element], any Error> {
        AsyncThrowingStream { try await self.nextBatch() }
    }
}
